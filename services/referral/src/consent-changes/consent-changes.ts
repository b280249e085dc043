import type { ConsentDeclined, ConsentGranted } from '@hhp/contracts';
import { type DisclosureAnswer, mayDisclose } from '@hhp/domain-kit';
import type { Terms } from '../follow-up/protocol.js';
import type { Drafted, Referral, ReferralEvent } from '../referral/referral.js';
import { confirmConsent, loseConsent } from '../referral/referral-steps.js';
import { type Step, transitions } from '../referral/transitions.js';

/** For what a referral needs the member's consent: this organization, these classes of data, this purpose. */
export function neededConsent({ course }: Drafted) {
  const { memberId, organizationId, dataClasses } = course;
  return { memberId, organizationId, dataClasses, purpose: 'care-coordination' } as const;
}

/** Whether this consent alone is the one that the referral waits for, now. */
export function covers(consent: ConsentGranted['data'], referral: Drafted, now: Date): boolean {
  return mayDisclose([consent], neededConsent(referral), now).allowed;
}

/** Whether this no is about what the referral needs. */
export function denies(no: ConsentDeclined['data'], referral: Drafted, now: Date): boolean {
  const answer = mayDisclose([no], neededConsent(referral), now);
  return !answer.allowed && answer.reason === 'consent-declined';
}

const allows = (referral: Drafted, step: Step): boolean => step in transitions[referral.status];

/** What all consents together, looked at again, mean for the referral: ready after all, or without the consent under which it left. */
export function lookedAt(referral: Referral, answer: DisclosureAnswer, followUpId: string, terms: Terms): ReferralEvent[] {
  if (referral.status === 'none') return [];
  if (answer.allowed) return allows(referral, 'confirm-consent') ? confirmConsent(referral, answer.consentId, terms) : [];
  const { consentId } = referral.course;
  return consentId !== undefined && allows(referral, 'lose-consent') ? loseConsent(referral, consentId, followUpId, terms) : [];
}
