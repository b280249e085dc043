import { ConsentGranted, ConsentRevoked } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { cancelUnderConsent, holdersUnder, retryHeld } from '../message/cancellation.js';
import { Intents } from '../referral-messages/intents.js';
import { withdrawalOf } from '../referral-messages/referral-messages.js';

/** A consent that comes lets held messages be tried at once; one taken back cancels what has not left under it, and whoever was told before hears of it. */
@Reader({ name: 'consent-changes', topics: ['hhp.consent'] })
@Injectable()
export class ConsentChangesConsumer {
  constructor(private readonly intents: Intents) {}

  @OnEvents(ConsentGranted, ConsentRevoked)
  async follow(tx: Tx, events: readonly Received<ConsentGranted | ConsentRevoked>[]): Promise<void> {
    for (const said of events) {
      const { memberId, consentId } = said.data;
      if (said.type === 'ConsentGranted') await retryHeld(tx.causedBy(said), memberId);
      else await this.takeBack(tx.causedBy(said), memberId, consentId);
    }
  }

  private async takeBack(tx: Tx, memberId: string, consentId: string): Promise<void> {
    const holders = await holdersUnder(tx, memberId, consentId);
    await cancelUnderConsent(tx, memberId, consentId);
    for (const holder of holders) await this.intents.record(tx, holder, withdrawalOf(consentId));
  }
}
