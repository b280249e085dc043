import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { auditRow } from './audit.js';
import { type Caller, scopeOf, serviceCaller } from './caller.js';
import { type Database, isLostRace } from './database.js';
import { answeredBefore } from './idempotency.js';
import { type Random, systemRandom } from './random.js';
import { flush } from './flush.js';
import { OpenTx, type Session, type Tx, arrayLiteral } from './tx.js';

export interface TransactionOptions {
  readonly service: string;
  /** Milliseconds by which the service's clock is ahead of the database's: 0 but in demonstrations and tests. */
  readonly clockOffset: () => number;
  readonly random?: Random;
}

/** How often work that lost a race is begun again before the race counts as a fault. */
const mostTries = 12;

type Ending = (tx: OpenTx) => Parameters<typeof flush>[1];

/** The one way to the database: every transaction says first who acts, for which plans and what for. */
export class Transactions {
  private readonly random: Random;

  constructor(private readonly database: Database, private readonly options: TransactionOptions) {
    this.random = options.random ?? systemRandom;
  }

  /**
   * Changes something for a caller: the work, its events, its audit row and the answer for a repetition commit together. The answer must
   * be JSON. Asked again with the same key and content the first answer comes back; what was refused left nothing and is judged anew.
   */
  command<T>(caller: Caller, work: (tx: Tx) => Promise<T>, step = ''): Promise<T> {
    return this.run(caller, caller.tenants, async (tx) => {
      const before = await answeredBefore(tx, caller, step);
      if (before) return { answer: before.answer as T };
      const answer = await work(tx);
      return { answer, ending: (done) => ({ audit: auditRow(done, 'change'), answered: caller.idempotency && { answer, step } }) };
    });
  }

  /** Shows something to a caller; that it was shown is recorded before the answer goes out. */
  read<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(caller, caller.tenants, async (tx) => ({ answer: await work(tx), ending: (done) => ({ audit: auditRow(done, 'read') }) }));
  }

  /** Work that the service does by itself or, with a caller, for somebody whose right it has found out (a one-time link). */
  system<T>(tenants: readonly string[], work: (tx: Tx) => Promise<T>, caller?: Caller): Promise<T> {
    const own = caller ?? serviceCaller(this.options.service, 'background', randomUUID());
    return this.run({ ...own, tenants }, tenants, async (tx) => {
      const answer = await work(tx);
      return { answer, ending: (done) => (caller ? { audit: auditRow(done, 'change') } : {}) };
    });
  }

  /** Records that somebody was refused. */
  async refused(caller: Caller, code: string, memberIds: readonly string[] = []): Promise<void> {
    await this.run(caller, caller.tenants, async (tx) => {
      for (const memberId of memberIds) tx.concerns(memberId);
      return { answer: undefined, ending: (done) => ({ audit: auditRow(done, 'refusal', code) }) };
    });
  }

  private async run<T>(caller: Caller, tenants: readonly string[], work: (tx: OpenTx) => Promise<{ answer: T; ending?: Ending }>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.once(caller, tenants, work);
      } catch (error) {
        if (!isLostRace(error) || tried === mostTries) throw error;
      }
    }
  }

  private async once<T>(caller: Caller, tenants: readonly string[], work: (tx: OpenTx) => Promise<{ answer: T; ending?: Ending }>): Promise<T> {
    const client = await this.database.pool.connect();
    let broken: Error | undefined;
    try {
      const tx = new OpenTx(await this.begin(client, caller, tenants), caller, { correlationId: caller.correlationId });
      const { answer, ending } = await work(tx);
      await flush(tx, ending?.(tx) ?? {});
      await client.query('COMMIT');
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: unknown) => { broken = failure as Error; });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** One round trip: the transaction, who acts in it, and the database's time. */
  private async begin(client: pg.PoolClient, caller: Caller, tenants: readonly string[]): Promise<Session> {
    const set = (name: string, value: string): string => `set_config('hhp.${name}', ${pg.escapeLiteral(value)}, true)`;
    const settings = [
      set('tenants', arrayLiteral(tenants)), set('scope', scopeOf(caller)), set('actor', caller.actor), set('purpose', caller.purpose),
      set('organization', caller.organization ?? ''),
    ];
    const results = await client.query(`BEGIN; SELECT ${settings.join(', ')}, clock_timestamp() AS now`) as unknown as pg.QueryResult<{ now: Date }>[];
    const now = new Date(results[1]!.rows[0]!.now.getTime() + this.options.clockOffset());
    return { client, random: this.random, service: this.options.service, now, tenants, outbox: [], members: new Set() };
  }
}
