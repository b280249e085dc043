import { type ConsentHeartbeat, topics } from '@hhp/contracts';
import { appendToOutbox, Loop, Transactions } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { enrollmentSettings } from '../settings.js';

/**
 * Tells readers of consents, partition by partition, how far they have read: whoever has seen a heartbeat has seen every revocation that
 * was committed before its time. Without heartbeats every lease ends and nothing leaves, so an outage here is safe and only noticed.
 */
@Injectable()
export class ConsentHeartbeats extends Loop {
  constructor(private readonly transactions: Transactions, @Inject(SETTINGS) settings: Settings<typeof enrollmentSettings>) {
    // A database that is away for a moment is tried again with the next beat; nobody can be harmed by a beat that is missing.
    super(settings.CONSENT_HEARTBEAT_MS, () => this.beat());
  }

  /** One transaction, by the database's own clock: the offset of a demonstration does not move leases. */
  async beat(): Promise<boolean> {
    await this.transactions.system(['platform'], async (tx) => {
      const [clock] = await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      const heartbeatAt = clock!.now.toISOString();
      const beats = Array.from({ length: topics['hhp.consent'].partitions }, (_, partition): ConsentHeartbeat =>
        ({ type: 'ConsentHeartbeat', data: { partition, heartbeatAt } }));
      await appendToOutbox(tx, beats.map((event) => ({ event })));
    });
    return false;
  }
}
