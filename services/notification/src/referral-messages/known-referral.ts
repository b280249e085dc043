import type { Channel, ReferralDrafted, ReferralSent } from '@hhp/contracts';
import type { Tx } from '@hhp/messaging';

/** What is remembered of a referral while messages about it may be written. */
export async function rememberDraft(tx: Tx, drafted: ReferralDrafted['data']): Promise<void> {
  const { referralId, memberId, organizationId, serviceId, needCategory, dataClasses, ownerId } = drafted;
  await tx.query(
    `INSERT INTO known_referral (tenant, referral_id, member_id, organization_id, service_id, need_category, data_classes, owner_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, referral_id) DO NOTHING`,
    [tx.tenant, referralId, memberId, organizationId, serviceId, needCategory, dataClasses, ownerId]);
}

/** It has left: by which channel, with what about the member, under which consent, and when an answer is due. */
export async function rememberSent(tx: Tx, sent: ReferralSent['data']): Promise<void> {
  const { referralId, memberId, organizationId, serviceId, needCategory, dataClasses, channel, consentId, respondBy } = sent;
  await tx.query(
    `INSERT INTO known_referral (tenant, referral_id, member_id, organization_id, service_id, need_category, data_classes, channel, consent_id, respond_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant, referral_id) DO UPDATE SET organization_id = excluded.organization_id, service_id = excluded.service_id,
       data_classes = excluded.data_classes, channel = excluded.channel, consent_id = excluded.consent_id, respond_by = excluded.respond_by`,
    [tx.tenant, referralId, memberId, organizationId, serviceId, needCategory, dataClasses, channel, consentId, respondBy]);
}

export async function knownReferral(tx: Tx, referralId: string): Promise<{ channel: Channel | undefined } | undefined> {
  const [referral] = await tx.query<{ channel: Channel | null }>(
    'SELECT channel FROM known_referral WHERE tenant = $1 AND referral_id = $2', [tx.tenant, referralId]);
  return referral && { channel: referral.channel ?? undefined };
}

/** What the organization said to it, for the member's page. */
export async function rememberAnswer(tx: Tx, referralId: string, answer: 'accepted' | 'declined'): Promise<void> {
  await tx.query('UPDATE known_referral SET answer = $3 WHERE tenant = $1 AND referral_id = $2', [tx.tenant, referralId, answer]);
}

/** Nothing is written to the organization about it any more. */
export async function endReferral(tx: Tx, referralId: string): Promise<void> {
  await tx.query('UPDATE known_referral SET ended = true WHERE tenant = $1 AND referral_id = $2', [tx.tenant, referralId]);
}

/** The question was answered another way; an answer by the link itself stays known, so that it can be repeated. */
export async function settleInvitation(tx: Tx, referralId: string): Promise<void> {
  await tx.query('UPDATE invitation SET settled = true WHERE tenant = $1 AND referral_id = $2 AND answer IS NULL', [tx.tenant, referralId]);
}
