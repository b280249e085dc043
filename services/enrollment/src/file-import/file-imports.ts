import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { countyOf } from '../go-live/go-live.js';
import { cinOf, type Complaint } from './cells.js';
import { type Columns, csvRows, type FileRow, mustBeReadable } from './csv.js';
import { add, noTotals, type Outcome, type Totals, totalsOf } from './totals.js';

/** A row that can be looked at: its cells, and whether an earlier row of the file has the same number. */
export interface GivenRow extends FileRow {
  readonly cells: NonNullable<FileRow['cells']>;
}

/** A kind of file: its columns, and what becomes of some of its rows in one transaction. */
export interface FileKind<Subject> {
  readonly name: 'engagement-list' | 'outreach' | 'enrollment' | 'disenrollment';
  readonly columns: Columns;
  /** A member may stand in such a file once only. */
  readonly oncePerMember: boolean;
  /** So many rows that a transaction stays well under 250 ms. */
  readonly rowsAtOnce: number;
  readonly apply: (tx: Tx, rows: readonly GivenRow[], subject: Subject) => Promise<readonly Outcome[]>;
}

export interface Imported extends Totals {
  readonly importId: string;
}

/**
 * Takes a file over in steps, each a transaction of its own: what was done is not done again when the request is repeated with its key
 * after a crash. A file that cannot be read to its end is refused before anything of it is taken over.
 */
@Injectable()
export class FileImports {
  constructor(private readonly transactions: Transactions) {}

  async import<Subject extends object>(
    caller: Caller, text: string, kind: FileKind<Subject>, begin: (tx: Tx) => Promise<Subject & { readonly listId?: string }>,
  ): Promise<Imported & Subject> {
    await mustBeReadable(text, kind.columns);
    const { importId, subject } = await this.transactions.command(caller, async (tx) => {
      const about = await begin(tx);
      const id = tx.newId();
      await tx.query(
        'INSERT INTO file_import (tenant, import_id, kind, list_id, received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6)',
        [tx.tenant, id, kind.name, about.listId ?? null, tx.now, tx.caller.actor]);
      return { importId: id, subject: about };
    }, 'begin');
    let [totals, step] = [noTotals, 0];
    for await (const rows of chunksOf(text, kind)) {
      const part = await this.transactions.command(caller, async (tx) => {
        const outcomes = await outcomesOf(rows, (given) => kind.apply(tx, given, subject));
        await keepRejects(tx, importId, outcomes);
        return totalsOf(outcomes);
      }, `rows-${step++}`);
      totals = add(totals, part);
    }
    await this.transactions.command(caller, (tx) => finish(tx, importId, totals), 'end');
    return { ...subject, importId, ...totals };
  }
}

type Numbered = FileRow & { readonly repeats: boolean };

async function* chunksOf(text: string, { columns, oncePerMember, rowsAtOnce }: FileKind<never>): AsyncGenerator<Numbered[]> {
  const seen = new Set<string>();
  let chunk: Numbered[] = [];
  for await (const row of csvRows(text, columns)) {
    const cin = cinOf(row.cells);
    const repeats = oncePerMember && cin !== undefined && seen.has(cin);
    if (cin) seen.add(cin);
    chunk.push({ ...row, repeats });
    if (chunk.length === rowsAtOnce) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

function notLookedAt({ row, cells }: Numbered): Outcome {
  const complaint = cells === undefined ? { field: 'row', reason: 'cell-count' } : { field: 'cin', reason: 'twice-in-file' };
  return { row, result: 'rejected', county: countyOf(cells?.['county_code'] ?? '')?.fips, complaints: [complaint] };
}

async function outcomesOf(rows: readonly Numbered[], apply: (given: readonly GivenRow[]) => Promise<readonly Outcome[]>): Promise<Outcome[]> {
  const given = rows.filter((each): each is Numbered & GivenRow => each.cells !== undefined && !each.repeats);
  const refused = rows.filter((each) => each.cells === undefined || each.repeats).map(notLookedAt);
  return [...refused, ...(given.length > 0 ? await apply(given) : [])];
}

async function keepRejects(tx: Tx, importId: string, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.filter(({ result }) => result === 'rejected')
    .map(({ row, complaints = [] }) => ({ row_number: row, fields: complaints.map(fieldOf), reasons: complaints.map(({ reason }) => reason) }));
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO file_reject (tenant, import_id, row_number, fields, reasons)
     SELECT $1, $2, row_number, fields, reasons FROM jsonb_to_recordset($3::jsonb) AS said (row_number integer, fields text[], reasons text[])`,
    [tx.tenant, importId, JSON.stringify(rows)]);
}

const fieldOf = ({ field }: Complaint): string => field;

async function finish(tx: Tx, importId: string, { rows, accepted, unchanged, rejected: refused, byCounty }: Totals): Promise<{ importId: string }> {
  await tx.query(
    `UPDATE file_import SET finished_at = $3, rows = $4, accepted = $5, unchanged = $6, rejected = $7, by_county = $8 WHERE tenant = $1 AND import_id = $2`,
    [tx.tenant, importId, tx.now, rows, accepted, unchanged, refused, JSON.stringify(byCounty)]);
  return { importId };
}
