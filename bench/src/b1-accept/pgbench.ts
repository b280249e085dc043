import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Contender, mustBe } from '../run/bench.js';
import { cpuMicros } from '../run/processes.js';
import type { OwnDatabase } from '../servers/database.js';
import type { Servers } from '../servers/servers.js';
import type { Pace } from './accepting.js';

const { escapeIdentifier: name } = pg;
/** A literal without a colon, which pgbench would take for a variable of its own. */
const text = (value: string): string => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;

/** The rows that one command left behind in each table, and the id that is new in each command. */
export interface Sample {
  readonly tables: readonly string[];
  readonly id: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Columns that the database fills by itself. */
const filled = new Set(['position', 'recorded_at', 'at', 'asked_at']);
interface Column { readonly column: string; readonly type: string; readonly identity: boolean }

/** What our command wrote, row by row and column by column, as one statement with new ids. */
async function writeAgain({ query }: OwnDatabase, { tables, id }: Sample): Promise<string> {
  const inserts = await Promise.all(tables.map(async (table) => {
    const columns = await query<Column>(
      `SELECT attname AS column, format_type(atttypid, atttypmod) AS type, attidentity <> '' AS identity FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`, [table]);
    const own = columns.filter(({ column, identity }) => !identity && !filled.has(column));
    const [row] = await query<Record<string, string | null>>(`SELECT ${own.map(({ column }) => `${name(column)}::text`).join(', ')} FROM ${table}`);
    const values = own.map(({ column, type }) => (table === 'idempotency_key' && column === 'key' ? 'i.id::text' : valueOf(row![column] ?? null, type, id)));
    return `INSERT INTO ${table} (${own.map(({ column }) => name(column)).join(', ')}) SELECT ${values.join(', ')} FROM i`;
  }));
  return `WITH i AS (SELECT uuidv7() AS id), ${inserts.slice(1).map((insert, nth) => `w${nth} AS (${insert})`).join(', ')} ${inserts[0]};`;
}

function valueOf(value: string | null, type: string, id: string): string {
  if (value === null) return `NULL::${type}`;
  if (value === id) return type === 'uuid' ? 'i.id' : `i.id::${type}`;
  return value.includes(id) ? `(${value.split(id).map(text).join(' || i.id::text || ')})::${type}` : `${text(value)}::${type}`;
}

/**
 * The limit of one transaction for each request: our rows, under our tenant setting and policies, by the service's own role. The transaction
 * is sent whole, prepared, in one round trip.
 */
export async function pgbench(servers: Servers, database: OwnDatabase, sample: Sample, pace: Pace): Promise<Contender> {
  const file = join(servers.state, `${database.name}.pgbench.sql`);
  const set = Object.entries(sample.settings).map(([setting, value]) => `set_config('hhp.${setting}', ${text(value)}, true)`).join(', ');
  writeFileSync(file, `\\startpipeline\nBEGIN;\nSELECT ${set};\n${await writeAgain(database, sample)}\nCOMMIT;\n\\endpipeline\n`);
  const run = async (seconds: number): Promise<{ done: number; perSecond: number; p50: number }> => {
    const args = ['-n', '-M', 'prepared', '-c', String(pace.connections), '-j', '2', '-T', String(seconds), '-f', file, database.serviceUrl];
    const { stdout } = await promisify(execFile)('pgbench', args);
    const figure = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? Number.NaN);
    mustBe('pgbench: failed transactions', figure(/failed transactions: (\d+)/), 0);
    return { done: figure(/actually processed: (\d+)/), perSecond: figure(/^tps = ([\d.]+)/m), p50: figure(/latency average = ([\d.]+)/) };
  };
  return { name: 'limit: pgbench', round: async (nth) => {
    await run(pace.warmUpSeconds(nth));
    const [before, cpu] = [await Promise.all(sample.tables.map((table) => database.count(table))), cpuMicros([servers.postgresPid])];
    const { done, perSecond, p50 } = await run(pace.seconds);
    const spent = cpuMicros([servers.postgresPid]) - cpu;
    for (const [nth, table] of sample.tables.entries()) mustBe(`pgbench: rows in ${table}`, await database.count(table) - before[nth]!, done);
    return { perSecond, cpuMicros: spent / done, memoryMiB: 0, more: { p50Ms: p50 } };
  } };
}
