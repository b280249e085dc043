import type { Caller } from '@hhp/messaging';
import { Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Query } from '@nestjs/common';
import { ListStaysRequest } from './member-stays.requests.js';

export interface MemberStayAnswer {
  readonly stayId: string;
  readonly facilityId: string;
  readonly state: string;
  readonly patientClass: string;
  readonly admittedAt: string | null;
  readonly dischargedAt: string | null;
  readonly disposition: string | null;
  readonly deceased: boolean;
}

/** Where has the member been in hospital? */
@Controller('stays')
export class MemberStaysController {
  constructor(private readonly transactions: Transactions) {}

  /** The member's stays as this plan was told of them, youngest first. */
  @Get()
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'housing-navigator', 'community-health-worker'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['hospital-stay'],
  })
  list(@CallerOf() caller: Caller, @Query() { memberId }: ListStaysRequest): Promise<{ stays: MemberStayAnswer[] }> {
    return this.transactions.read(caller, async (tx) => {
      tx.concerns(memberId);
      const stays = await tx.query<MemberStayAnswer>(
        `SELECT o.stay_id AS "stayId", o.facility_id AS "facilityId", s.state->>'status' AS state, s.state->>'patientClass' AS "patientClass",
                s.state->>'admittedAt' AS "admittedAt", s.state->>'dischargedAt' AS "dischargedAt", s.state->>'disposition' AS disposition,
                coalesce((s.state->>'deceased')::boolean, false) AS deceased
           FROM stay_of_member o JOIN member_stay s ON s.tenant = o.tenant AND s.id = o.stay_id
          WHERE o.tenant = $1 AND o.member_id = $2
          ORDER BY coalesce(s.state->>'admittedAt', s.state->>'dischargedAt') DESC`, [tx.tenant, memberId]);
      return { stays };
    });
  }
}
