import {
  FollowUpDue, FollowUpEscalated, ReferralAccepted, ReferralClosed, ReferralDeclined, ReferralDrafted, ReferralSent, ReferralVoided,
} from '@hhp/contracts';
import { NotYet, OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { cancelMessages } from '../message/cancellation.js';
import { Intents } from './intents.js';
import { endReferral, knownReferral, rememberAnswer, rememberDraft, rememberSent, settleInvitation } from './known-referral.js';
import { intentOf, noticeOf } from './referral-messages.js';

type ReferralFact =
  | ReferralDrafted | ReferralSent | ReferralAccepted | ReferralDeclined | ReferralClosed | ReferralVoided | FollowUpDue | FollowUpEscalated;

/** From facts about referrals to messages that are to be written, each once; what has become pointless is taken back. */
@Reader({ name: 'referral-messages', topics: ['hhp.referral'] })
@Injectable()
export class ReferralMessagesConsumer {
  constructor(private readonly intents: Intents) {}

  @OnEvents(ReferralDrafted, ReferralSent, ReferralAccepted, ReferralDeclined, ReferralClosed, ReferralVoided, FollowUpDue, FollowUpEscalated)
  async follow(tx: Tx, events: readonly Received<ReferralFact>[]): Promise<void> {
    for (const said of events) await this.apply(tx.causedBy(said), said);
  }

  private async apply(tx: Tx, said: Received<ReferralFact>): Promise<void> {
    const { referralId } = said.data;
    switch (said.type) {
      case 'ReferralDrafted': return rememberDraft(tx, said.data);
      case 'ReferralSent': {
        await mustKnowBothSides(tx, said.data);
        await rememberSent(tx, said.data);
        await this.intents.notify(tx, said.data, noticeOf(said));
        return this.intents.record(tx, said.data, intentOf(said, said.data.channel));
      }
      case 'ReferralAccepted': case 'ReferralDeclined': {
        await rememberAnswer(tx, referralId, said.type === 'ReferralAccepted' ? 'accepted' : 'declined');
        await settleInvitation(tx, referralId);
        return cancelMessages(tx, { referralId, templates: ['partner-invitation', 'partner-reminder', 'partner-notice', 'partner-notice-reminder'], reason: 'referral-answered' });
      }
      case 'ReferralClosed': case 'ReferralVoided': {
        await endReferral(tx, referralId);
        await settleInvitation(tx, referralId);
        return cancelMessages(tx, { referralId, reason: 'referral-ended' });
      }
      case 'FollowUpDue': case 'FollowUpEscalated': {
        await this.intents.notify(tx, said.data, noticeOf(said));
        const referral = await knownReferral(tx, referralId);
        return this.intents.record(tx, said.data, intentOf(said, referral?.channel));
      }
    }
  }
}

/** What the other topics have told us may lag behind the referral for a moment. */
async function mustKnowBothSides(tx: Tx, { memberId, organizationId }: ReferralSent['data']): Promise<void> {
  const [known] = await tx.query<{ member: boolean; recipient: boolean }>(
    `SELECT EXISTS (SELECT FROM known_profile JOIN known_key USING (tenant, member_id) WHERE tenant = $1 AND member_id = $2) AS member,
            EXISTS (SELECT FROM known_organization WHERE organization_id = $3) AS recipient`, [tx.tenant, memberId, organizationId]);
  if (!known?.member) throw new NotYet('profile-unknown');
  if (!known.recipient) throw new NotYet('recipient-unknown');
}
