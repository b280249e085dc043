import { type Bound, type Prepared } from './prepared.js';
import { rowKey } from './source-row.js';

/** What became of a thing: it was listed anew or changed, it is as it was, or a person must look at it. */
export type Fate = 'listed' | 'unchanged' | { readonly quarantined: readonly string[] };

/** Control totals of one file: `rowsIn = listed + quarantined + unchanged`, always. */
export interface FileTotals {
  readonly file: string;
  readonly rowsIn: number;
  readonly listed: number;
  readonly quarantined: number;
  readonly unchanged: number;
}

export interface QuarantinedRow {
  readonly file: string;
  readonly reference: string;
  readonly reasons: readonly string[];
}

/** Counts each row under its file by what became of it; the rows that wait for a person are given with their reasons. */
export function totalsOf(prepared: Prepared, fates: ReadonlyMap<string, Fate>): { files: FileTotals[]; quarantine: QuarantinedRow[] } {
  const whole = new Map(prepared.rows.filter((row) => !('of' in row)).map((row) => [rowKey(row), fateOf(row, fates)]));
  const counted = prepared.rows.map((row) => ({ row, fate: 'of' in row ? fateOfPart(row.of, whole) : fateOf(row, fates) }));
  const files = [...new Set(prepared.rows.map(({ file }) => file))];
  const count = (file: string, kind: 'listed' | 'unchanged' | 'quarantined'): number =>
    counted.filter(({ row, fate }) => row.file === file && (typeof fate === 'string' ? fate : 'quarantined') === kind).length;
  return {
    files: files.map((file) => ({
      file, rowsIn: prepared.rows.filter((row) => row.file === file).length,
      listed: count(file, 'listed'), quarantined: count(file, 'quarantined'), unchanged: count(file, 'unchanged'),
    })),
    quarantine: counted.flatMap(({ row, fate }) => (typeof fate === 'string' ? [] : [{ file: row.file, reference: row.reference, reasons: fate.quarantined }])),
  };
}

function fateOf(row: Bound, fates: ReadonlyMap<string, Fate>): Fate {
  if ('refused' in row) return { quarantined: row.refused };
  return ('thing' in row ? fates.get(row.thing) : undefined) ?? { quarantined: ['the record: its fate was not told'] };
}

/** A part is listed with any row that is, waits when all of them wait. */
function fateOfPart(of: readonly string[], whole: ReadonlyMap<string, Fate>): Fate {
  const shared = of.map((key) => whole.get(key)).filter((fate): fate is Fate => fate !== undefined);
  if (shared.includes('listed')) return 'listed';
  if (shared.includes('unchanged')) return 'unchanged';
  return { quarantined: ['the record: the records that it belongs to wait for a person'] };
}
