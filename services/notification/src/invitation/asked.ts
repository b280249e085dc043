import type { DataClass, NeedCategory } from '@hhp/contracts';
import type { Tx } from '@hhp/messaging';
import type { Invitation } from './invitation.js';

/** An invitation as it is found by a link, with all that its page needs. */
export interface Asked {
  readonly invitation: Invitation;
  readonly disclosure: { readonly memberId: string; readonly organizationId: string; readonly dataClasses: readonly DataClass[] };
  readonly organization: string;
  readonly needCategory: NeedCategory;
  readonly respondBy: Date | null;
  readonly sealed: string | null;
  readonly wrappedKey: string | null;
}

/** `to-answer` holds the invitation until the end of the transaction, so that two answers at once are one after the other. */
export async function askedBy(tx: Tx, hash: Buffer, intention: 'to-look' | 'to-answer' = 'to-look'): Promise<Asked | undefined> {
  const [row] = await tx.query<Invitation & Omit<Asked, 'invitation' | 'disclosure'> & { dataClasses: readonly DataClass[] }>(
    `SELECT i.id, i.referral_id AS "referralId", r.member_id AS "memberId", r.organization_id AS "organizationId", l.expires_at AS "expiresAt",
            i.settled, i.acknowledged, i.answer, r.data_classes AS "dataClasses", coalesce(o.name, '') AS organization,
            r.need_category AS "needCategory", r.respond_by AS "respondBy", p.sealed, k.wrapped_key AS "wrappedKey"
       FROM link l
       JOIN invitation i ON i.tenant = l.tenant AND i.id = l.invitation_id
       JOIN known_referral r ON r.tenant = i.tenant AND r.referral_id = i.referral_id
       LEFT JOIN known_organization o ON o.organization_id = r.organization_id
       LEFT JOIN known_profile p ON p.tenant = r.tenant AND p.member_id = r.member_id
       LEFT JOIN known_key k ON k.tenant = r.tenant AND k.member_id = r.member_id
      WHERE l.tenant = $1 AND l.token_hash = $2 ${intention === 'to-answer' ? 'FOR UPDATE OF i' : ''}`, [tx.tenant, hash]);
  if (!row) return undefined;
  const { organization, needCategory, respondBy, sealed, wrappedKey, dataClasses, ...invitation } = row;
  const { memberId, organizationId } = invitation;
  return { invitation, disclosure: { memberId, organizationId, dataClasses }, organization, needCategory, respondBy, sealed, wrappedKey };
}
