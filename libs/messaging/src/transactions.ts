import { randomUUID } from 'node:crypto';
import { Refused } from '@hhp/domain-kit';
import pg from 'pg';
import { type AuditRow, auditRow } from './audit.js';
import { type Caller, scopeOf, serviceCaller } from './caller.js';
import { crashPoint } from './crash-point.js';
import { type Database, isLostRace, send } from './database.js';
import { answeredBefore } from './idempotency.js';
import { type Random, systemRandom } from './random.js';
import { CommandGroup, type GroupWork } from './command-group.js';
import { type Trace, flush } from './flush.js';
import { OpenTx, type Session, type Tx, arrayLiteral } from './tx.js';
import { Unsent } from './unsent.js';

export interface TransactionOptions {
  readonly service: string;
  /** Milliseconds by which the service's clock is ahead of the database's: 0 but in demonstrations and tests. */
  readonly clockOffset: () => number;
  readonly random?: Random;
}

/** How often work that lost a race is begun again before the race counts as a fault. */
const mostTries = 12;

/** What a transaction was for: the answer, and what it leaves behind beside the work itself. */
interface Done<T> {
  readonly answer: T;
  readonly traces?: readonly Trace[];
}

/** The one way to the database: every transaction says first who acts, for which plans and what for. */
export class Transactions {
  /** What was committed here and is not in Kafka yet: bulk work waits for it between its transactions. */
  readonly unsent = new Unsent();
  private readonly random: Random;

  constructor(private readonly database: Database, private readonly options: TransactionOptions) {
    this.random = options.random ?? systemRandom;
  }

  /**
   * Changes something for a caller: the work, its events, its audit row and the answer for a repetition commit together. The answer must
   * be JSON. Asked again with the same key and content the first answer comes back; what was refused left nothing and is judged anew.
   */
  command<T>(caller: Caller, work: (tx: Tx) => Promise<T>, step = ''): Promise<T> {
    return this.answeredOnce(caller, work, step, (tx) => auditRow(tx, 'change'));
  }

  /** The last step of a command that is recorded already: its answer is kept for a repetition, and the request is no second row of the audit. */
  conclude<T>(caller: Caller, work: (tx: Tx) => Promise<T>, step: string): Promise<T> {
    return this.answeredOnce(caller, work, step, () => undefined);
  }

  private async answeredOnce<T>(caller: Caller, work: (tx: Tx) => Promise<T>, step: string, audit: (tx: OpenTx) => AuditRow | undefined): Promise<T> {
    try {
      return await this.run(caller, caller.tenants, async (tx, begun) => {
        const [before] = await Promise.all([answeredBefore(tx, caller, step), begun]);
        if (before) return { answer: before.answer as T };
        const answer = await work(tx);
        return { answer, traces: [{ caller, audit: audit(tx), answered: caller.idempotency && { answer, step } }] };
      });
    } catch (failure) {
      // Of two who come at once with one key the second may be refused for what the first has done: the answer of the first is its answer too.
      const before = failure instanceof Refused && caller.idempotency ? await this.answered(caller, step) : undefined;
      if (before) return before.answer as T;
      throw failure;
    }
  }

  /** A command as `command`, for a route that many use at once: those of one plan that come together share a transaction and its statements. */
  grouped<Request, Answer>(work: GroupWork<Request, Answer>): (caller: Caller, request: Request) => Promise<Answer> {
    const group = new CommandGroup(work, {
      alone: (caller, one) => this.command(caller, one), together: (caller, all) => this.run(caller, caller.tenants, all),
    });
    return (caller, request) => group.take(caller, request);
  }

  /** Shows something to a caller; that it was shown is recorded before the answer goes out. */
  read<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(caller, caller.tenants, async (tx, begun) => {
      await begun;
      const answer = await work(tx);
      return { answer, traces: [{ caller, audit: auditRow(tx, 'read') }] };
    });
  }

  /** Work that the service does by itself or, with a caller, for somebody whose right it has found out (a one-time link). */
  system<T>(tenants: readonly string[], work: (tx: Tx) => Promise<T>, caller?: Caller): Promise<T> {
    const own = caller ?? serviceCaller(this.options.service, 'background', randomUUID());
    return this.run({ ...own, tenants }, tenants, async (tx, begun) => {
      await begun;
      const answer = await work(tx);
      return { answer, traces: caller ? [{ caller: tx.caller, audit: auditRow(tx, 'change') }] : [] };
    });
  }

  /** Work of a reader: its first statements leave together with the begin, so `tx.now` is known when the first of them is answered. */
  slice<T>(tenants: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    const caller = serviceCaller(this.options.service, 'background', randomUUID());
    return this.run({ ...caller, tenants }, tenants, async (tx) => ({ answer: await work(tx) }));
  }

  /** Work on what somebody brought who is known by it alone (a hospital's message): the answer says who that was, and why it was refused if it was. */
  brought<T extends { readonly by?: Caller; readonly refusal?: string | undefined }>(tenants: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run({ ...serviceCaller(this.options.service, 'background', randomUUID()), tenants }, tenants, async (tx, begun) => {
      await begun;
      const answer = await work(tx);
      const { by, refusal } = answer;
      return { answer, traces: by ? [{ caller: by, audit: auditRow(tx, refusal === undefined ? 'change' : 'refusal', refusal, by) }] : [] };
    });
  }

  /** Records that somebody was refused. */
  async refused(caller: Caller, code: string, memberIds: readonly string[] = []): Promise<void> {
    await this.run(caller, caller.tenants, async (tx) => {
      for (const memberId of memberIds) tx.concerns(memberId);
      return { answer: undefined, traces: [{ caller, audit: auditRow(tx, 'refusal', code) }] };
    });
  }

  private answered(caller: Caller, step: string): Promise<{ answer: unknown } | undefined> {
    return this.run(caller, caller.tenants, async (tx) => ({ answer: await answeredBefore(tx, caller, step) }));
  }

  private async run<T>(caller: Caller, tenants: readonly string[], work: (tx: OpenTx, begun: Promise<void>) => Promise<Done<T>>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.once(caller, tenants, work);
      } catch (error) {
        if (!isLostRace(error) || tried === mostTries) throw error;
      }
    }
  }

  private async once<T>(caller: Caller, tenants: readonly string[], work: (tx: OpenTx, begun: Promise<void>) => Promise<Done<T>>): Promise<T> {
    const client = await this.database.pool.connect();
    const session: Session = {
      client, random: this.random, service: this.options.service, now: undefined, tenants, outbox: [], members: new Set(), written: [],
    };
    const tx = new OpenTx(session, caller, { correlationId: caller.correlationId });
    let broken: Error | undefined;
    let said = 0;
    try {
      const begun = this.begin(session, caller);
      session.written.push(begun);
      begun.catch(() => undefined);
      const { answer, traces } = await work(tx, begun);
      const answers = traces?.some(({ answered }) => answered !== undefined) ?? false;
      if (answers) crashPoint('http.before-commit');
      flush(tx, traces ?? []);
      // Before the commit: the relay may have sent it before its answer is here.
      this.unsent.add(said = session.outbox.length);
      await Promise.all([...session.written, send(client, 'COMMIT')]);
      if (answers) crashPoint('http.after-commit-before-reply');
      return answer;
    } catch (error) {
      this.unsent.take(said);
      const first = (await Promise.allSettled(session.written)).find((each) => each.status === 'rejected');
      await send(client, 'ROLLBACK').catch((failure: unknown) => { broken = failure as Error; });
      // What failed first is the reason; what came after it only says that the transaction is over.
      throw first && !(error instanceof Refused) ? first.reason : error;
    } finally {
      client.release(broken);
    }
  }

  /** One statement: the transaction, who acts in it, and the database's time. */
  private async begin(session: Session, caller: Caller): Promise<void> {
    const set = (name: string, value: string): string => `set_config('hhp.${name}', ${pg.escapeLiteral(value)}, true)`;
    const settings = [
      set('tenants', arrayLiteral(session.tenants)), set('scope', scopeOf(caller)), set('actor', caller.actor), set('purpose', caller.purpose),
      set('organization', caller.organization ?? ''),
    ];
    const results = await send(session.client, `BEGIN; SELECT ${settings.join(', ')}, clock_timestamp() AS now`) as unknown as pg.QueryResult<{ now: Date }>[];
    session.now = new Date(results[1]!.rows[0]!.now.getTime() + this.options.clockOffset());
  }
}
