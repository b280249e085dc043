import { Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';
import { consentsAreKnown } from '@hhp/service-host';

/** A revocation may have been missed: nothing about a member leaves until consents are known again. */
export const knowledgeStale = (): Refused =>
  new Refused('consents-not-current', 'What is known of consents is too old to disclose anything; try again', 'unavailable');

/** Before an organization is shown what was sent to it: a consent that was taken back would have reached us. */
export async function mustKnowConsents(tx: Tx): Promise<void> {
  if (!(await consentsAreKnown(tx))) throw knowledgeStale();
}
