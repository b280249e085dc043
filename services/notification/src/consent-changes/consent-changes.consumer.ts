import { ConsentGranted, ConsentRevoked } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { cancelUnderConsent, retryHeld } from '../message/cancellation.js';

/** A consent that comes lets held messages be tried at once; one taken back cancels what has not left under it. */
@Reader({ name: 'consent-changes', topics: ['hhp.consent'] })
@Injectable()
export class ConsentChangesConsumer {
  @OnEvents(ConsentGranted, ConsentRevoked)
  async follow(tx: Tx, events: readonly Received<ConsentGranted | ConsentRevoked>[]): Promise<void> {
    for (const said of events) {
      const { memberId, consentId } = said.data;
      if (said.type === 'ConsentGranted') await retryHeld(tx.causedBy(said), memberId);
      else await cancelUnderConsent(tx.causedBy(said), memberId, consentId);
    }
  }
}
