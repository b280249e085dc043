import { type Tx, setDeadline } from '@hhp/messaging';
import type { Terms } from '../follow-up/protocol.js';

/** Has the consent of the referral looked at again, when what was known at this moment is surely complete. */
export function lookLater(tx: Tx, referralId: string, { now, protocol }: Terms): Promise<void> {
  return setDeadline(tx, { process: 'consent-look', subject: referralId, kind: 'next', dueAt: new Date(now.getTime() + protocol.consentLookMs) });
}
