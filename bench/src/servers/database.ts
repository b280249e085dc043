import { type ServiceUrls, provisionDatabase, rest, schemaOf } from '@hhp/messaging';
import pg from 'pg';
import type { Servers } from './servers.js';

/** A database that one contender has for itself. */
export interface OwnDatabase extends ServiceUrls {
  readonly name: string;
  readonly url: string;
  /** Asks as the administrator, in the service's schema: policies do not hold. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  count(table: string, where?: string): Promise<number>;
  drop(): Promise<void>;
}

/** Makes an empty database with the schema and the roles of a service. */
export async function makeDatabase({ adminUrl }: Servers, service: string, name: string): Promise<OwnDatabase> {
  await once(adminUrl, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const urls = await provisionDatabase(url, service, { password: name, rolePrefix: name });
  const pool = new pg.Pool({ connectionString: url, max: 2, options: `-c search_path=${schemaOf(service)}` });
  pool.on('error', () => undefined);
  const query = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => (await pool.query<Row>(sql, [...values])).rows;
  return {
    ...urls, name, url, query,
    count: async (table, where = 'true') => (await query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table} WHERE ${where}`))[0]!.count,
    drop: async () => {
      await pool.end();
      await letGo(adminUrl, name);
      await once(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A server takes a moment to see that whoever held a slot has left. */
async function letGo(adminUrl: string, database: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const left = await once(adminUrl, `SELECT CASE WHEN active THEN NULL ELSE pg_drop_replication_slot(slot_name) END FROM pg_replication_slots
      WHERE database = '${database}'`).catch(() => 1);
    if (left === 0) return;
    await rest(20);
  }
}

async function once(url: string, sql: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
