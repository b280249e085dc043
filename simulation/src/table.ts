/** Lines whose columns stand under each other. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, nth) => Math.max(cell.length, all[nth] ?? 0)), []);
  const isNumber = (cell: string): boolean => /^[\d ,.]+( s)?$/.test(cell);
  const padded = (cell: string, width: number): string => (isNumber(cell) ? cell.padStart(width) : cell.padEnd(width));
  const line = (row: readonly string[]): string => row.map((cell, nth) => padded(cell, widths[nth]!)).join('  ');
  return rows.map((row) => `  ${line(row).trimEnd()}`).join('\n');
}

/** `1234567` as `1,234,567`. */
export const grouped = (count: number): string => Math.round(count).toLocaleString('en-US');
