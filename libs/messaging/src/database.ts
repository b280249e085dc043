import pg from 'pg';

/** The pool of one database role. Services never see it: they get a `Tx`. */
export interface Database {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens the pool. A connection that breaks while idle is replaced; whoever used it is told by its own query. Statements do not wait for one another. */
export function openDatabase(url: string, options: { max?: number; applicationName?: string } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url, max: options.max ?? 12, application_name: options.applicationName ?? 'hhp', connectionTimeoutMillis: 5_000, keepAlive: true,
    pipeline: true,
  });
  pool.on('error', () => undefined);
  // One that breaks between two statements tells its client, and a client without a listener would end the process.
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  return { pool, close: () => pool.end() };
}

interface Stream { readonly writableCorked: number; cork(): void; uncork(): void }

/** Sends a statement. Those that are sent in one turn of the program leave in one write, and the server answers them in their order. */
export function send(client: pg.PoolClient, query: pg.QueryConfig | string): Promise<pg.QueryResult> {
  const { stream } = (client as unknown as { connection: { stream: Stream } }).connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => { stream.uncork(); });
  }
  return client.query(query);
}

interface Failure { readonly code?: unknown }

const codeOf = (error: unknown): string => {
  const code = (error as Failure | null)?.code;
  return typeof code === 'string' ? code : '';
};

/** A race was lost (unique key, serialization, deadlock): the work is begun again from the start and then sees the winner. */
export const isLostRace = (error: unknown): boolean => ['23505', '40001', '40P01'].includes(codeOf(error));

/** Cancelled by a limit of time, lock not had, read only for now, lost races, and the network's own. */
const passing = ['57014', '55P03', '25006', '25P03', '40001', '40P01', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'];

/** The server or the way to it failed, or a limit of time ran out: the same work may succeed later. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(08|53|57P)/.test(code) || passing.includes(code)) return true;
  return error instanceof Error && /Connection terminated|connection timeout|Client has encountered a connection error|timeout exceeded/i.test(error.message);
}
