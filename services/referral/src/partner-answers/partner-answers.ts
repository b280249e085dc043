import type { PartnerAnswered } from '@hhp/contracts';
import { Refused, notFound } from '@hhp/domain-kit';
import type { Terms } from '../follow-up/protocol.js';
import type { Referral, ReferralEvent } from '../referral/referral.js';
import { accept, acknowledge, decline } from '../referral/referral-steps.js';

/** What the organization's answer through its one-time link means for the referral that was addressed to it. */
export function answer(referral: Referral, said: PartnerAnswered['data'], terms: Terms): ReferralEvent[] {
  if (referral.status === 'none') throw notFound('referral');
  if (referral.course.organizationId !== said.organizationId) throw new Refused('not-addressed', 'The referral was addressed to another organization');
  switch (said.answer) {
    case 'acknowledge': return acknowledge(referral, 'partner', terms);
    case 'accept': return accept(referral, { by: 'partner', expectedStartOn: said.expectedStartOn }, terms);
    case 'decline':
      if (!said.reason) throw new Refused('reason-missing', 'A decline names its reason', 'invalid', ['reason']);
      return decline(referral, said.reason, terms);
  }
}
