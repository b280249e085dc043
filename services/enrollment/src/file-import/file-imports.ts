import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { countyOf } from '../go-live/go-live.js';
import { type Cells, cinOf, type Complaint } from './cells.js';
import { type Columns, csvRows, type FileRow, mustBeReadable } from './csv.js';
import { add, noTotals, type Outcome, type Totals, totalsOf } from './totals.js';

/** A row as its kind of file reads it: what it says, or everything that is wrong with it. */
export type ReadRow<Row> = { readonly county?: string | undefined } & ({ readonly read: Row } | { readonly complaints: readonly Complaint[] });

/** A row that could be read. */
export interface GoodRow<Row> {
  readonly row: number;
  readonly county: string | undefined;
  readonly read: Row;
}

/** A kind of file: its columns, how a row is read, and what becomes of some of its rows in one transaction. */
export interface FileKind<Subject, Row> {
  readonly name: 'engagement-list' | 'outreach' | 'enrollment' | 'disenrollment';
  readonly columns: Columns;
  /** A member may stand in such a file once only. */
  readonly oncePerMember: boolean;
  /** So many rows that a transaction stays well under 250 ms. */
  readonly rowsAtOnce: number;
  /** How the rows of one file are read, with what they are checked against; asked once, so that no transaction is open while rows are read. */
  readonly reading: (tx: Tx, subject: Subject) => Promise<(cells: Cells) => ReadRow<Row>>;
  readonly apply: (tx: Tx, rows: readonly GoodRow<Row>[], subject: Subject) => Promise<readonly Outcome[]>;
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

  async import<Subject extends object, Row>(
    caller: Caller, text: string, kind: FileKind<Subject, Row>, begin: (tx: Tx) => Promise<Subject & { readonly listId?: string }>,
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
    const read = await this.transactions.system(caller.tenants, (tx) => kind.reading(tx, subject));
    let [totals, step] = [noTotals, 0];
    for await (const rows of chunksOf(text, kind)) {
      const { good, rejected } = sorted(rows, read);
      await this.transactions.unsent.gone();
      const part = await this.transactions.command(caller, async (tx) => {
        const outcomes = [...rejected, ...(good.length > 0 ? await kind.apply(tx, good, subject) : [])];
        keepRejects(tx, importId, outcomes);
        return totalsOf(outcomes);
      }, `rows-${step++}`);
      totals = add(totals, part);
    }
    await this.transactions.conclude(caller, (tx) => finish(tx, importId, totals), 'end');
    return { ...subject, importId, ...totals };
  }
}

type Numbered = FileRow & { readonly repeats: boolean };

async function* chunksOf(text: string, { columns, oncePerMember, rowsAtOnce }: Pick<FileKind<never, never>, 'columns' | 'oncePerMember' | 'rowsAtOnce'>): AsyncGenerator<Numbered[]> {
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

/** Reads rows; what is wrong with them by themselves is known before any transaction. */
function sorted<Row>(rows: readonly Numbered[], read: (cells: Cells) => ReadRow<Row>): { good: GoodRow<Row>[]; rejected: Outcome[] } {
  const [good, rejected]: [GoodRow<Row>[], Outcome[]] = [[], []];
  for (const each of rows) {
    const { row, cells, repeats } = each;
    const said = cells === undefined || repeats ? notLookedAt(each) : read(cells);
    if ('read' in said) good.push({ row, county: said.county, read: said.read });
    else rejected.push({ row, result: 'rejected', county: said.county, complaints: said.complaints });
  }
  return { good, rejected };
}

function notLookedAt({ cells }: Numbered): { county: string | undefined; complaints: Complaint[] } {
  const complaint = cells === undefined ? { field: 'row', reason: 'cell-count' } : { field: 'cin', reason: 'twice-in-file' };
  return { county: countyOf(cells?.['county_code'] ?? '')?.fips, complaints: [complaint] };
}

function keepRejects(tx: Tx, importId: string, outcomes: readonly Outcome[]): void {
  const rows = outcomes.filter(({ result }) => result === 'rejected')
    .map(({ row, complaints = [] }) => ({ row_number: row, fields: complaints.map(fieldOf), reasons: complaints.map(({ reason }) => reason) }));
  if (rows.length === 0) return;
  tx.write(
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
