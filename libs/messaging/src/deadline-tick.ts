import { isTransient } from './database.js';
import { type Deadline } from './deadlines.js';
import { rest } from './rest.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

const tickMs = 250;
const atOnce = 100;
type Take = (tx: Tx, deadline: Deadline) => Promise<void>;

/** Turns deadlines that are due into inputs of the process that set them, each in its own transaction; several ticks share the work. */
export class DeadlineTick {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly transactions: Transactions, private readonly takers: ReadonlyMap<string, Take>) {}

  start(): void {
    if (this.takers.size > 0) this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const due = await this.due().catch(() => []);
      for (const each of due) {
        if (stopping.aborted) return;
        await this.take(each);
      }
      if (due.length < atOnce) await rest(tickMs, stopping);
    }
  }

  /** Across plans, ids only: the one function that may see all deadlines. */
  private due(): Promise<Omit<Deadline, 'dueAt'>[]> {
    return this.transactions.system([], (tx) =>
      tx.query<Omit<Deadline, 'dueAt'>>('SELECT tenant, process, subject, kind FROM due_deadlines($1, $2)', [tx.now, atOnce]));
  }

  private async take(which: Omit<Deadline, 'dueAt'>): Promise<void> {
    const key = [which.tenant, which.process, which.subject, which.kind];
    try {
      await this.transactions.system([which.tenant], async (tx) => {
        // Taken and, with all that follows from it, done: or, if that fails, neither.
        const [row] = await tx.query<{ dueAt: Date }>(
          `DELETE FROM deadline WHERE ctid = (SELECT ctid FROM deadline WHERE tenant = $1 AND process = $2 AND subject = $3 AND kind = $4 AND due_at <= $5
             FOR UPDATE SKIP LOCKED) RETURNING due_at AS "dueAt"`, [...key, tx.now]);
        const taker = this.takers.get(which.process);
        if (row && !taker) throw new Error(`Nobody takes the deadlines of ${which.process}`);
        if (row) await taker!(tx, { ...which, dueAt: row.dueAt });
      });
    } catch (failure) {
      if (!isTransient(failure)) await this.later(which.tenant, key).catch(() => undefined);
    }
  }

  /** It failed for a reason of its own: it stays, is counted as overdue, and is tried again more and more rarely. */
  private later(tenant: string, key: string[]): Promise<unknown> {
    return this.transactions.system([tenant], (tx) => tx.query(
      `UPDATE deadline SET tries = tries + 1, not_before = clock_timestamp() + least(power(2, tries), 3600) * interval '1 second'
        WHERE tenant = $1 AND process = $2 AND subject = $3 AND kind = $4`, key));
  }
}
