import { type Tx, setDeadline } from '@hhp/messaging';
import type { Terms } from '../follow-up/protocol.js';

/** Has the consent of the referral looked at again when the one under which it stands runs out, if it does. */
export async function lookWhenItEnds(tx: Tx, referralId: string, consentId: string): Promise<void> {
  const [consent] = await tx.query<{ endsAt: Date | null }>(
    `SELECT (said ->> 'validUntil')::timestamptz AS "endsAt" FROM known_consent WHERE tenant = $1 AND consent_id = $2`, [tx.tenant, consentId]);
  if (consent?.endsAt) await setDeadline(tx, { process: 'consent-look', subject: referralId, kind: 'next', dueAt: consent.endsAt });
}

/** Has the consent of the referral looked at again, when what was known at this moment is surely complete. */
export function lookLater(tx: Tx, referralId: string, { now, protocol }: Terms): Promise<void> {
  return setDeadline(tx, { process: 'consent-look', subject: referralId, kind: 'next', dueAt: new Date(now.getTime() + protocol.consentLookMs) });
}
