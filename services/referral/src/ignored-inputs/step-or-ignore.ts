import { Refused } from '@hhp/domain-kit';
import type { Received, Tx } from '@hhp/messaging';
import type { Terms } from '../follow-up/protocol.js';
import type { Referral, ReferralEvent } from '../referral/referral.js';
import { takeStep } from '../referral/step.js';
import { ignore } from './ignore.js';

/** Takes the step that each answer about a referral asks for; one that no longer fits is kept as such and moves nothing. */
export async function stepOrIgnore<Answer extends Received<{ type: string; data: { readonly referralId: string } }>>(
  tx: Tx, answers: readonly Answer[], terms: Terms, decide: (referral: Referral, data: Answer['data']) => readonly ReferralEvent[],
): Promise<void> {
  for (const said of answers) {
    const own = tx.causedBy(said);
    try {
      await takeStep(own, said.data.referralId, terms, (referral) => decide(referral, said.data));
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      await ignore(own, said, refusal.code);
    }
  }
}
