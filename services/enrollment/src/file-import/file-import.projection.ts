import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import type { Totals } from './totals.js';

export interface ImportAnswer extends Totals {
  readonly importId: string;
  readonly kind: string;
  readonly receivedAt: string;
  /** Empty while the file is being taken over, or when that broke off: the same request with its key goes on. */
  readonly finishedAt: string | null;
}

export interface RejectedRow {
  /** The row as a spreadsheet counts it: the header is row 1. */
  readonly row: number;
  readonly fields: readonly string[];
  readonly reasons: readonly string[];
}

const columns = `
  import_id AS "importId", kind, received_at AS "receivedAt", finished_at AS "finishedAt", rows, accepted, unchanged, rejected, by_county AS "byCounty"`;

/** What became of a file: its control totals and its rejected rows, without their values. */
@Injectable()
export class FileImportProjection {
  constructor(private readonly transactions: Transactions) {}

  one(caller: Caller, importId: string, after = 0, limit = 1000): Promise<ImportAnswer & { rejects: RejectedRow[]; next: number | null }> {
    return this.transactions.read(caller, async (tx) => {
      const [found] = await tx.query<ImportAnswer>(`SELECT ${columns} FROM file_import WHERE tenant = $1 AND import_id = $2`, [tx.tenant, importId]);
      if (!found) throw notFound('import');
      const rejects = await tx.query<RejectedRow>(
        'SELECT row_number AS row, fields, reasons FROM file_reject WHERE tenant = $1 AND import_id = $2 AND row_number > $3 ORDER BY row_number LIMIT $4',
        [tx.tenant, importId, after, limit]);
      return { ...found, rejects, next: rejects.length === limit ? rejects.at(-1)!.row : null };
    });
  }
}

export const importsOfList = (tx: Tx, listId: string): Promise<ImportAnswer[]> =>
  tx.query<ImportAnswer>(`SELECT ${columns} FROM file_import WHERE tenant = $1 AND list_id = $2 ORDER BY import_id`, [tx.tenant, listId]);
