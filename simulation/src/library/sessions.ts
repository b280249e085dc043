import type { Database } from '@hhp/messaging';
import pg from 'pg';
import { type Process, type Turns, processOf, realRest } from './turns.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}
/** Told of each transaction that the server has committed, before whoever committed it. */
type Committed = (statements: readonly Statement[]) => Promise<void>;
interface Query { readonly text: string; readonly name?: string; readonly values?: unknown[] }

const reset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
/** The database's clock is the schedule's. */
export const withVirtualClock = (sql: string): string => sql.replaceAll('clock_timestamp()', 'sim.now()');

/** Nothing is written to a socket before its turn, so there is nothing to hold back. */
const connection = { stream: { writableCorked: 1, cork: () => undefined, uncork: () => undefined } };

/** Real connections to the real server, one statement at a time in the order that the schedule decides. */
export class Sessions {
  private free: pg.Client[] = [];
  private opening: Promise<unknown> = Promise.resolve();
  private readonly all: pg.Client[] = [];
  private readonly pids = new Map<pg.Client, number>();
  private readonly taken = new Map<pg.Client, Process>();
  /** Statements that wait for a lock of another transaction. */
  private readonly blocked = new Map<pg.Client, Promise<unknown>>();
  turns!: Turns;
  committed: Committed = async () => undefined;
  /** Told when a statement has to wait for the lock of another transaction. */
  waited: () => void = () => undefined;
  /** Whether a statement may fail now, and how. */
  fails: (ends: boolean) => 'before' | 'after' | undefined = () => undefined;

  constructor(private readonly url: string, readonly admin: pg.Client) {}

  database(): Database {
    return { pool: { connect: () => this.connect() } as unknown as Database['pool'], close: async () => undefined };
  }

  private async connect(): Promise<unknown> {
    const client = this.free.pop() ?? await this.turns.outside(this.open());
    this.taken.set(client, processOf.getStore()!);
    return this.session(client);
  }

  /** One after the other, so that who asks first is served first. */
  private open(): Promise<pg.Client> {
    const opened = this.opening.then(() => this.connected());
    this.opening = opened;
    return opened;
  }

  private async connected(): Promise<pg.Client> {
    const client = new pg.Client(this.url);
    client.on('error', () => undefined);
    await client.connect();
    const { rows: [row] } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    this.pids.set(client, row!.pid);
    this.all.push(client);
    return client;
  }

  private session(client: pg.Client): unknown {
    const statements: Statement[] = [];
    let broken = false;
    let before: Promise<unknown> = Promise.resolve();
    // Statements of one connection are sent without waiting, and answered in their order, also after one that failed.
    const query = (given: string | Query): Promise<unknown> => {
      const answer = before.then(() => execute(given));
      before = answer.catch(() => undefined);
      return answer;
    };
    const execute = async (given: string | Query): Promise<unknown> => {
      const { text, values = [], name } = typeof given === 'string' ? { text: given } as Query : given;
      if (broken && text !== 'ROLLBACK') throw reset();
      if (/keep_outbox|forget_old_requests/.test(text)) return { rows: [{ forgotten: 0 }] };
      const ends = text === 'COMMIT' || text === 'ROLLBACK';
      const answer = await this.turns.ask(text.trim().slice(0, 60).replaceAll(/\s+/g, ' '), async () => {
        const failing = text === 'ROLLBACK' ? undefined : this.fails(text === 'COMMIT');
        if (failing) broken = true;
        if (failing === 'before') {
          await client.query('ROLLBACK');
          await this.unblock();
          throw reset();
        }
        statements.push({ text, values });
        const virtual = withVirtualClock(text);
        const result = await this.run(client, typeof given === 'string' ? virtual : { text: virtual, values, ...(name ? { name } : {}) });
        if (text === 'COMMIT' && (result as pg.QueryResult).command === 'COMMIT') await this.committed(statements);
        if (ends) await this.unblock();
        if (failing) throw reset();
        return result;
      });
      return answer instanceof Parked ? answer.unlessDead(processOf.getStore()!) : answer;
    };
    return { query, connection, release: () => { if (this.taken.delete(client)) this.free.push(client); } };
  }

  /** Answers when the server has; or leaves the turn to others while the statement waits for their locks. */
  private async run(client: pg.Client, query: string | pg.QueryConfig): Promise<unknown> {
    const answer = client.query(query as string);
    const waits = await this.waits(client, answer);
    if (!waits) return answer;
    this.waited();
    this.turns.note(() => '    (it waits for a lock)');
    const later = answer.catch(() => undefined).finally(() => { this.blocked.delete(client); });
    this.blocked.set(client, later);
    return new Parked(answer);
  }

  private async waits(client: pg.Client, answer: Promise<unknown>): Promise<boolean> {
    let settled = false;
    const done = (): void => { settled = true; };
    answer.then(done, done);
    for (let wait = 0; !settled; wait = Math.min(wait + 1, 3)) {
      await Promise.race([answer.then(done, done), realRest(wait + 1)]);
      if (settled) return false;
      const { rows } = await this.admin.query<{ by: number }>('SELECT cardinality(pg_blocking_pids($1)) AS by', [this.pids.get(client)]);
      if (rows[0]!.by > 0 && !settled) return true;
    }
    return false;
  }

  /** A transaction has ended: whoever waited for it goes on now, or still waits. */
  private async unblock(): Promise<void> {
    for (const [client, answer] of [...this.blocked]) await this.waits(client, answer);
  }

  /** The connections of a process that died: the server ends their transactions. */
  async abandon(process: Process): Promise<void> {
    for (const [client, owner] of [...this.taken]) {
      if (owner !== process) continue;
      this.taken.delete(client);
      if (this.blocked.has(client)) {
        await this.admin.query('SELECT pg_terminate_backend($1)', [this.pids.get(client)]);
        await this.blocked.get(client);
        await client.end().catch(() => undefined);
      } else {
        await client.query('ROLLBACK');
        this.free.push(client);
      }
    }
    await this.unblock();
  }

  get someoneWaits(): boolean {
    return this.blocked.size > 0;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((client) => client.end().catch(() => undefined)));
  }
}

/** An answer that comes later: the turn is over before. */
class Parked {
  constructor(private readonly answer: Promise<unknown>) {}

  unlessDead(process: Process): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.answer.then((answer) => { if (process.alive) resolve(answer); }, (failure: unknown) => { if (process.alive) reject(failure as Error); });
    });
  }
}
