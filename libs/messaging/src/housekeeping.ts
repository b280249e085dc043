import { Loop } from './loop.js';
import type { Transactions } from './transactions.js';

const everyMs = 3_600_000;
const outboxDays = 7;
const answeredDays = 30;

/** Keeps the outbox's partitions ahead of time and drops old relayed ones whole; forgets answers that nobody will ask for again. */
export const housekeeping = (transactions: Transactions): Loop => new Loop(everyMs, async () => {
  await transactions.system([], (tx) => tx.query('SELECT keep_outbox($1)', [outboxDays]));
  let forgotten = 1;
  while (forgotten > 0) {
    const [row] = await transactions.system([], (tx) => tx.query<{ forgotten: number }>('SELECT forget_old_requests($1) AS forgotten', [answeredDays]));
    forgotten = row?.forgotten ?? 0;
  }
  return false;
});

const statisticsEveryMs = 5_000;

/**
 * Has the server look at tables that were never looked at, or have doubled since. While it knows nothing of them it takes any index that begins with
 * the plan for as good as the one that finds the row (600 ms instead of half of one for a mail among 600 referrals); its own looking comes a minute
 * later, and never where it was killed before.
 */
export const statistics = (transactions: Transactions): Loop => new Loop(statisticsEveryMs, async () => {
  await transactions.system([], (tx) => tx.query('SELECT keep_statistics()'));
  return false;
});
