import type { Tx } from '@hhp/messaging';
import type { Template } from './message.js';
import { sayHeld } from './held.js';

/**
 * Takes back what has not left. A message that is on the wire at this moment is not touched: its sender records the truth, or,
 * if that sender died, the next one cancels it at the gate.
 */
export async function cancelMessages(
  tx: Tx, which: { readonly referralId: string; readonly templates?: readonly Template[]; readonly reason: string },
): Promise<void> {
  await tx.query(
    `UPDATE message SET state = 'cancelled', reason = $3, wrapped_token = NULL
      WHERE tenant = $1 AND referral_id = $2 AND state IN ('queued', 'held') AND leaving_at IS NULL
          AND template <> 'partner-withdrawal' AND ($4::text[] IS NULL OR template = ANY ($4))`,
    [tx.tenant, which.referralId, which.reason, which.templates ?? null]);
}

/**
 * The referrals whose organization was told something under this consent, or is being told at this moment. The messages are locked first: one
 * that a sender lets go is seen here as leaving, and one that is let go afterwards finds the consent noted as withdrawn and stays.
 */
export async function holdersUnder(tx: Tx, memberId: string, consentId: string): Promise<{ referralId: string; memberId: string }[]> {
  await tx.query(`SELECT FROM message WHERE tenant = $1 AND member_id = $2 AND recipient_kind = 'partner' ORDER BY id FOR UPDATE`, [tx.tenant, memberId]);
  await tx.query('INSERT INTO withdrawn_consent (tenant, consent_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [tx.tenant, consentId]);
  return tx.query(
    `SELECT referral_id AS "referralId", member_id AS "memberId" FROM message
      WHERE tenant = $1 AND member_id = $2 AND template = 'partner-invitation' AND leaving_consent_id = $3 AND (disclosure_id IS NOT NULL OR leaving_at IS NOT NULL)
      ORDER BY id`, [tx.tenant, memberId, consentId]);
}

/** The member took a consent back: what waited under it is never sent, and the plan hears that it was not. */
export async function cancelUnderConsent(tx: Tx, memberId: string, consentId: string): Promise<void> {
  const cancelled = await tx.query<{ id: string }>(
    `UPDATE message m SET state = 'cancelled', reason = 'consent-revoked', wrapped_token = NULL FROM known_referral r
      WHERE m.tenant = $1 AND m.member_id = $2 AND m.recipient_kind = 'partner' AND m.template <> 'partner-withdrawal'
        AND m.state IN ('queued', 'held') AND m.leaving_at IS NULL
        AND r.tenant = m.tenant AND r.referral_id = m.referral_id AND r.consent_id = $3 RETURNING m.id`, [tx.tenant, memberId, consentId]);
  for (const { id } of cancelled) await sayHeld(tx, id);
}

/** A consent has come: what was held for want of one is looked at again at once. */
export async function retryHeld(tx: Tx, memberId: string): Promise<void> {
  await tx.query(
    `UPDATE message SET next_attempt_at = $3, attempts = 0
      WHERE tenant = $1 AND member_id = $2 AND recipient_kind = 'partner' AND state = 'held' AND reason <> 'refused-by-mail-server'`,
    [tx.tenant, memberId, tx.now]);
}
