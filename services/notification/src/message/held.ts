import type { MessageHeld } from '@hhp/contracts';
import { type Tx, appendToOutbox } from '@hhp/messaging';

/** Says that a message did not leave and why, once for each message, however often it is tried again. */
export async function sayHeld(tx: Tx, messageId: string): Promise<void> {
  const [held] = await tx.query<Omit<MessageHeld['data'], 'messageId' | 'heldAt' | 'referralId'> & { referralId: string | null; version: number }>(
    `UPDATE message SET held_at = $3, version = version + 1 WHERE tenant = $1 AND id = $2 AND held_at IS NULL
     RETURNING member_id AS "memberId", referral_id AS "referralId", template, reason, version`, [tx.tenant, messageId, tx.now]);
  if (!held) return;
  const { version, referralId, ...about } = held;
  await appendToOutbox(tx, [{ event: { type: 'MessageHeld', data: { ...about, ...(referralId ? { referralId } : {}), messageId, heldAt: tx.now.toISOString() } }, version }]);
}
