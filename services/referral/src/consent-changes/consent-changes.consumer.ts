import { ConsentGranted, ConsentRevoked } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { confirmConsent, loseConsent } from '../referral/referral-steps.js';
import { takeStep } from '../referral/step.js';
import { transitions } from '../referral/transitions.js';
import { covers } from './consent-changes.js';

const losable = Object.entries(transitions).filter(([, steps]) => 'lose-consent' in steps).map(([status]) => status);

/** A consent that arrives makes those referrals ready that waited for it; one taken back holds what has not left. */
@Reader({ name: 'consent-changes', topics: ['hhp.consent'] })
@Injectable()
export class ConsentChangesConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(ConsentGranted, ConsentRevoked)
  async follow(tx: Tx, events: readonly Received<ConsentGranted | ConsentRevoked>[]): Promise<void> {
    const concerned = await tx.query<{ tenant: string; memberId: string; id: string }>(
      `SELECT tenant, member_id AS "memberId", id FROM referral
        WHERE (tenant, member_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) AND status = ANY ($3) ORDER BY id`,
      [events.map((said) => said.tenant), events.map((said) => said.data.memberId), losable]);
    for (const said of events) {
      for (const { id } of concerned.filter((each) => each.tenant === said.tenant && each.memberId === said.data.memberId)) {
        await this.apply(tx.causedBy(said), said, id);
      }
    }
  }

  private async apply(tx: Tx, said: Received<ConsentGranted | ConsentRevoked>, referralId: string): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    await takeStep(tx, referralId, terms, (referral) => {
      if (said.type === 'ConsentRevoked') return loseConsent(referral, said.data.consentId, tx.newId(), terms);
      return referral.status === 'awaiting_consent' && covers(said.data, referral, tx.now) ? confirmConsent(referral, said.data.consentId, terms) : [];
    });
  }
}
