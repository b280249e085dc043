import type { Tx } from '@hhp/messaging';
import { KnownPanels, type LookedAfter, type Named, Panels } from '@hhp/service-host';
import { Global, Injectable, Module } from '@nestjs/common';

/** A referral is of the panel of its member's coordinator, and stays with whoever took it on. */
@Injectable()
export class ReferralPanels extends KnownPanels {
  protected override async lookedAfter(tx: Tx, named: Named): Promise<LookedAfter | undefined> {
    if (named.what === 'member') return super.lookedAfter(tx, named);
    const [referral] = await tx.query<LookedAfter>(
      `SELECT r.member_id AS "memberId", array_remove(ARRAY[r.owner_id, k.coordinator_id], NULL) AS by
         FROM referral r LEFT JOIN known_member k ON k.tenant = r.tenant AND k.member_id = r.member_id WHERE r.tenant = $1 AND r.id = $2`, [tx.tenant, named.id]);
    return referral;
  }
}

/** Of a list of referrals those that are on these panels, or of members for whom the actor broke the glass; all of them where there is no limit. */
export const onPanels = ({ limit, actor, tenants, now }: Readonly<Record<'limit' | 'actor' | 'tenants' | 'now', string>>): string => `(
  ${limit}::text[] IS NULL OR owner_id = ANY (${limit}::text[])
  OR member_id IN (SELECT k.member_id FROM known_member k WHERE k.tenant = ANY (${tenants}::text[]) AND k.coordinator_id = ANY (${limit}::text[]))
  OR member_id IN (SELECT g.member_id FROM known_emergency_grant g
                    WHERE g.tenant = ANY (${tenants}::text[]) AND g.opened_by = ${actor} AND g.until_at > ${now}::timestamptz))`;

@Global()
@Module({ providers: [ReferralPanels, { provide: Panels, useExisting: ReferralPanels }], exports: [Panels, ReferralPanels] })
export class ReferralPanelsModule {}
