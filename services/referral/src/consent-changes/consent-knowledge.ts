import { Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';
import { consentFor, type Disclosure } from '@hhp/service-host';
import type { Drafted } from '../referral/referral.js';
import { neededConsent } from './consent-changes.js';

/** A revocation may have been missed: nothing about a member leaves until consents are known again. */
export const knowledgeStale = (): Refused =>
  new Refused('consents-not-current', 'What is known of consents is too old to disclose anything; try again', 'unavailable');

/**
 * The consent under which an organization may be shown now what was sent to it, if there is one: one that was taken back, or has ended, would
 * have reached us.
 */
export async function shownUnder(
  tx: Tx, { tenant, state }: { readonly tenant: string; readonly state: Drafted },
): Promise<Extract<Disclosure, { allowed: true }> | undefined> {
  const answer = await consentFor(tx, { ...neededConsent(state), tenant });
  if (!answer.allowed && answer.reason === 'consent-knowledge-stale') throw knowledgeStale();
  return answer.allowed ? answer : undefined;
}
