import type { MemberAnswered } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import type { Terms } from '../follow-up/protocol.js';
import { receiveService, recordUse } from '../referral/facts.js';
import type { Referral, ReferralEvent } from '../referral/referral.js';

/** What the member says by their own link, as a fact with the member as its source: the same that the team records for them. */
export function sayOfMember(referral: Referral, { memberId, answer, on }: MemberAnswered['data'], terms: Terms): ReferralEvent[] {
  if (referral.status === 'none' || referral.course.memberId !== memberId) throw notFound('referral');
  const said = { on, source: 'member' } as const;
  return answer === 'received' ? receiveService(referral, said, terms) : recordUse(referral, { ...said, used: false }, terms);
}
