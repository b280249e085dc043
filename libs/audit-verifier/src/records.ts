import type pg from 'pg';
import { type AuditedRow, type AuditRecord, columns } from './verify.js';

const atOnce = 5_000;
const valueOf: Partial<Record<(typeof columns)[number], string>> = {
  id: 'e.id::text', at: `to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`, member_ids: 'e.member_ids::text[]',
};
const values = columns.map((column) => `${valueOf[column] ?? `e.${column}`} AS ${column}`).join(', ');

type Line = AuditedRow & { readonly link_position: string | null; readonly link_entry: string | null; readonly link_hash: string | null };

/** What the database holds of a service's audit, in the order of its chain, rows without a link last: from one moment, a few thousand at a time. */
export async function* recordsOf(client: pg.Client, schema: string): AsyncGenerator<AuditRecord> {
  const from = schema.replaceAll('"', '""');
  await client.query(`DECLARE audit_records NO SCROLL CURSOR FOR
    SELECT l.position::text AS link_position, l.entry::text AS link_entry, encode(l.hash, 'hex') AS link_hash, ${values}
      FROM "${from}".audit_link l FULL JOIN "${from}".audit_entry e ON e.id = l.entry ORDER BY l.position NULLS LAST, e.id`);
  for (let many = atOnce; many === atOnce; ) {
    const { rows } = await client.query<Line>(`FETCH ${atOnce} FROM audit_records`);
    many = rows.length;
    for (const line of rows) yield recordOf(line);
  }
  await client.query('CLOSE audit_records');
}

function recordOf(line: Line): AuditRecord {
  const row = line.id === null ? null : Object.fromEntries(columns.map((column) => [column, line[column]])) as AuditedRow;
  return { position: line.link_position, entry: line.link_entry, hash: line.link_hash, row };
}

/** The services whose audit lies in this database. */
export async function servicesIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ schema: string }>("SELECT schemaname AS schema FROM pg_tables WHERE tablename = 'audit_link' ORDER BY schemaname");
  return rows.map(({ schema }) => schema.replaceAll('_', '-'));
}
