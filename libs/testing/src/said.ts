import type { FreshDatabase } from './fresh-database.js';
import type { Said } from './running.js';

interface Row { readonly key: string; readonly tenant: string; readonly headers: string; readonly value: string | null }

/** Reads what a service said out of its outbox, in the order of its saying; what the chain of its audit says by itself is not among it. */
export async function said(database: FreshDatabase, type?: string): Promise<Said[]> {
  const rows = await database.query<Row>("SELECT key, tenant, headers, value FROM outbox WHERE topic NOT LIKE 'hhp.audit%' ORDER BY position");
  return rows.map(({ key, tenant, headers, value }) => {
    const envelope = JSON.parse(headers) as Record<string, string>;
    return {
      type: envelope.ce_type ?? '', key, tenant, aggregate: envelope.ce_subject ?? '', version: Number(envelope.ce_aggregateversion ?? 0),
      data: JSON.parse(value ?? 'null') as Said['data'], labels: envelope.ce_labels?.split(',') ?? [],
    };
  }).filter((each) => type === undefined || each.type === type);
}
