import { type ConsentHeartbeat, topics } from '@hhp/contracts';
import { appendToOutbox, rest, Transactions } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { enrollmentSettings } from '../settings.js';

/**
 * Tells readers of consents, partition by partition, how far they have read: whoever has seen a heartbeat has seen every revocation that
 * was committed before its time. Without heartbeats every lease ends and nothing leaves, so an outage here is safe and only noticed.
 */
@Injectable()
export class ConsentHeartbeats {
  private stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly transactions: Transactions, @Inject(SETTINGS) private readonly settings: Settings<typeof enrollmentSettings>) {}

  async start(): Promise<void> {
    this.stopping = new AbortController();
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      // A database that is away for a moment is tried again with the next beat; nobody can be harmed by a beat that is missing.
      await this.beat().catch(() => undefined);
      await rest(this.settings.CONSENT_HEARTBEAT_MS, stopping);
    }
  }

  /** One transaction, by the database's own clock: the offset of a demonstration does not move leases. */
  async beat(): Promise<void> {
    await this.transactions.system(['platform'], async (tx) => {
      const [clock] = await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      const heartbeatAt = clock!.now.toISOString();
      const beats = Array.from({ length: topics['hhp.consent'].partitions }, (_, partition): ConsentHeartbeat =>
        ({ type: 'ConsentHeartbeat', data: { partition, heartbeatAt } }));
      await appendToOutbox(tx, beats.map((event) => ({ event })));
    });
  }
}
