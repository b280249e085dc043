/** One column of a table: its heading, and whether numbers stand in it, which are aligned at their end. */
export interface Column {
  readonly head: string;
  readonly numbers?: boolean;
}
export type Line = readonly (string | number | null | undefined)[];

const widest = 64;

/** A table as a person reads it on a terminal. `total` is set apart below a line. */
export function tableText(columns: readonly Column[], lines: readonly Line[], total?: Line): string {
  const cells = lines.map(cellsOf);
  const sum = total ? [cellsOf(total)] : [];
  const widths = columns.map(({ head }, at) => Math.max(head.length, ...[...cells, ...sum].map((line) => line[at]?.length ?? 0)));
  const row = (line: readonly string[]): string => `  ${columns
    .map(({ numbers }, at) => (numbers ? (line[at] ?? '').padStart(widths[at]!) : (line[at] ?? '').padEnd(widths[at]!))).join('   ')}`.trimEnd();
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('   ')}`;
  return [row(columns.map(({ head }) => head)), rule, ...cells.map(row), ...(sum.length > 0 ? [rule, ...sum.map(row)] : [])].join('\n');
}

const cellsOf = (line: Line): string[] => line.map((cell) => (typeof cell === 'number' ? numberText(cell) : shortened(cell ?? '–')));
const shortened = (text: string): string => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);

/** 14300 as 14,300. */
export const numberText = (number: number): string => new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(number);
