import { topics } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';

/** A revocation may have been missed: nothing about a member leaves until consents are known again. */
export const knowledgeStale = (): Refused =>
  new Refused('consents-not-current', 'What is known of consents is too old to disclose anything; try again', 'unavailable');

/** Before an organization is shown what was sent to it: a consent that was taken back would have reached us. */
export async function mustKnowConsents(tx: Tx): Promise<void> {
  const [lease] = await tx.query<{ current: boolean }>(
    'SELECT count(*) = $1 AND min(ends_at) > clock_timestamp() AS current FROM consent_lease WHERE partition < $1', [topics['hhp.consent'].partitions]);
  if (!lease?.current) throw knowledgeStale();
}
