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
