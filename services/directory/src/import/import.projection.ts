import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { asDirectory } from '../access.js';
import type { FileTotals, QuarantinedRow } from './totals.js';

export interface ImportShown {
  readonly importId: string;
  readonly source: string;
  readonly format: string;
  readonly begunBy: string;
  readonly begunAt: string;
  /** Nothing while it runs, or when it was cut off: asked again with its key it goes on. */
  readonly endedAt: string | null;
  readonly files: readonly FileTotals[];
}

export interface QuarantineShown {
  readonly rows: readonly (QuarantinedRow & { readonly nth: number })[];
  readonly next: number | null;
}

const pageSize = 200;

/** Shows imports and the rows that wait for a person. */
@Injectable()
export class ImportProjection {
  constructor(private readonly transactions: Transactions) {}

  import(caller: Caller, id: string): Promise<ImportShown> {
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [row] = await tx.query<{ source: string; format: string; begun_by: string; begun_at: Date; ended_at: Date | null; totals: FileTotals[] | null }>(
        'SELECT source, format, begun_by, begun_at, ended_at, totals FROM directory_import WHERE id = $1', [id]);
      if (!row) throw notFound('import');
      return {
        importId: id, source: row.source, format: row.format, begunBy: row.begun_by, begunAt: row.begun_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null, files: row.totals ?? [],
      };
    });
  }

  quarantine(caller: Caller, id: string, after: number): Promise<QuarantineShown> {
    return this.transactions.read(asDirectory(caller), async (tx) => {
      if ((await tx.query('SELECT 1 FROM directory_import WHERE id = $1', [id])).length === 0) throw notFound('import');
      const rows = await tx.query<QuarantinedRow & { nth: number }>(
        'SELECT nth, file, reference, reasons FROM quarantined_row WHERE import_id = $1 AND nth > $2 ORDER BY nth LIMIT $3', [id, after, pageSize]);
      return { rows, next: rows.length === pageSize ? rows.at(-1)!.nth : null };
    });
  }
}
