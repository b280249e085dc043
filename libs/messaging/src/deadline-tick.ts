import { crashPoint } from './crash-point.js';
import { isTransient } from './database.js';
import type { Deadline } from './deadlines.js';
import { Loop } from './loop.js';
import type { Taker } from './reader.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

const tickMs = 250;
const atOnce = 100;
type Takers = ReadonlyMap<string, Taker>;
type Which = Omit<Deadline, 'dueAt'>;

/** Turns deadlines that are due into inputs of the process that set them, each in its own transaction; several ticks share the work. */
export const deadlineTick = (transactions: Transactions, takers: Takers): Loop => new Loop(tickMs, async (stopping) => {
  const due = await transactions.system([], dueNow);
  for (const each of due) {
    if (stopping.aborted) break;
    await takeOrLater(transactions, takers, each);
  }
  return due.length === atOnce;
});

/** Across plans, ids only: the one function that may see all deadlines. */
const dueNow = (tx: Tx): Promise<Which[]> => tx.query<Which>('SELECT tenant, process, subject, kind FROM due_deadlines($1, $2)', [tx.now, atOnce]);

async function takeOrLater(transactions: Transactions, takers: Takers, which: Which): Promise<void> {
  try {
    await transactions.system([which.tenant], (tx) => take(tx, takers.get(which.process), which));
  } catch (failure) {
    if (!isTransient(failure)) await transactions.system([which.tenant], (tx) => later(tx, which)).catch(() => undefined);
  }
}

/** Taken and, with all that follows from it, done: or, if that fails, neither. */
async function take(tx: Tx, taker: Taker | undefined, which: Which): Promise<void> {
  // A request locks the thing and then moves its deadline; who took the deadline first and then the thing would wait for it crosswise.
  if (taker?.locks) await tx.query(`SELECT FROM ${taker.locks} WHERE tenant = $1 AND id = $2::uuid FOR UPDATE`, [which.tenant, which.subject]);
  const [row] = await tx.query<{ dueAt: Date }>(
    `DELETE FROM deadline WHERE ctid = (SELECT ctid FROM deadline WHERE tenant = $1 AND process = $2 AND subject = $3 AND kind = $4 AND due_at <= $5
       FOR UPDATE SKIP LOCKED) RETURNING due_at AS "dueAt"`, [...keyOf(which), tx.now]);
  if (!row) return;
  if (!taker) throw new Error(`Nobody takes the deadlines of ${which.process}`);
  await taker.call(tx, { ...which, dueAt: row.dueAt });
  crashPoint('deadline.after-firing-before-commit');
}

/** It failed for a reason of its own: it stays, is counted as overdue, and is tried again more and more rarely. */
const later = (tx: Tx, which: Which): Promise<unknown> => tx.query(
  `UPDATE deadline SET tries = tries + 1, not_before = clock_timestamp() + least(power(2, tries), 3600) * interval '1 second'
    WHERE tenant = $1 AND process = $2 AND subject = $3 AND kind = $4`, keyOf(which));

const keyOf = ({ tenant, process, subject, kind }: Which): string[] => [tenant, process, subject, kind];
