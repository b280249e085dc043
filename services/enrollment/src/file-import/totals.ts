import type { Complaint } from './cells.js';

/** What became of one row of a file. */
export interface Outcome {
  /** The row as a spreadsheet counts it: the header is row 1. */
  readonly row: number;
  readonly result: 'accepted' | 'unchanged' | 'rejected';
  /** The county that the row names, when it is one of the programme's. */
  readonly county?: string | undefined;
  readonly complaints?: readonly Complaint[];
}

interface Counts { readonly rows: number; readonly accepted: number; readonly unchanged: number; readonly rejected: number }

/** Control totals: every row is accepted, unchanged or rejected, and the counties add up to the whole. */
export interface Totals extends Counts {
  readonly byCounty: Readonly<Record<string, Counts>>;
}

const nothing: Counts = { rows: 0, accepted: 0, unchanged: 0, rejected: 0 };
export const noTotals: Totals = { ...nothing, byCounty: {} };

const plus = (one: Counts, other: Counts): Counts => ({
  rows: one.rows + other.rows, accepted: one.accepted + other.accepted, unchanged: one.unchanged + other.unchanged, rejected: one.rejected + other.rejected,
});

/** Adds the totals of two parts of a file. */
export function add(one: Totals, other: Totals): Totals {
  const byCounty = { ...one.byCounty };
  for (const [county, counts] of Object.entries(other.byCounty)) byCounty[county] = plus(byCounty[county] ?? nothing, counts);
  return { ...plus(one, other), byCounty };
}

export function totalsOf(outcomes: readonly Outcome[]): Totals {
  return outcomes.reduce<Totals>((totals, { result, county = 'unknown' }) => {
    const counts = { ...nothing, rows: 1, [result]: 1 };
    return add(totals, { ...counts, byCounty: { [county]: counts } });
  }, noTotals);
}
