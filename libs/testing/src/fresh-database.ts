import { provisionDatabase, schemaOf, type ServiceUrls } from '@hhp/messaging';
import pg from 'pg';

/** A database that one suite has for itself. */
export interface FreshDatabase extends ServiceUrls {
  /** As the server's administrator, in the service's schema. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Makes a database and the three roles of a service, all named after `name`, so that suites may run side by side. */
export async function freshDatabase(serverUrl: string, service: string, name: string): Promise<FreshDatabase> {
  await once(serverUrl, [`CREATE DATABASE ${pg.escapeIdentifier(name)}`]);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const urls = await provisionDatabase(url.href, service, { password: name, rolePrefix: name });
  const pool = new pg.Pool({ connectionString: url.href, max: 2, options: `-c search_path=${schemaOf(service)}` });
  pool.on('error', () => undefined);
  return {
    ...urls,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => (await pool.query<Row>(sql, [...values])).rows,
    drop: async () => {
      await pool.end();
      const role = `${name}_${schemaOf(service)}`;
      await letGo(serverUrl, name);
      await once(serverUrl, [
        `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`,
        ...[role, `${role}_owner`, `${role}_relay`].map((each) => `DROP ROLE IF EXISTS ${pg.escapeIdentifier(each)}`),
      ]);
    },
  };
}

/** A slot that is still held keeps its database; whoever holds it is gone or is ended here. */
async function letGo(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  try {
    const held = 'SELECT slot_name, active_pid FROM pg_replication_slots WHERE database = $1';
    for (let tries = 0; tries < 50; tries++) {
      const { rows } = await client.query<{ slot_name: string; active_pid: number | null }>(held, [name]);
      if (rows.length === 0) return;
      for (const { slot_name: slot, active_pid: holder } of rows) {
        if (holder !== null) await client.query('SELECT pg_terminate_backend($1)', [holder]);
        else await client.query('SELECT pg_drop_replication_slot($1)', [slot]).catch(() => undefined);
      }
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  } finally {
    await client.end();
  }
}

async function once(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
