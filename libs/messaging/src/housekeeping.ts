import { rest } from './rest.js';
import type { Transactions } from './transactions.js';

const everyMs = 3_600_000;
const outboxDays = 7;
const answeredDays = 30;

/** Keeps the outbox's partitions ahead of time and drops old relayed ones whole; forgets answers that nobody will ask for again. */
export class Housekeeping {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly transactions: Transactions) {}

  start(): void {
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.keep().catch(() => undefined);
      await rest(everyMs, stopping);
    }
  }

  private async keep(): Promise<void> {
    await this.transactions.system([], (tx) => tx.query('SELECT keep_outbox($1)', [outboxDays]));
    let forgotten = 1;
    while (forgotten > 0) {
      const [row] = await this.transactions.system([], (tx) => tx.query<{ forgotten: number }>('SELECT forget_old_requests($1) AS forgotten', [answeredDays]));
      forgotten = row?.forgotten ?? 0;
    }
  }
}
