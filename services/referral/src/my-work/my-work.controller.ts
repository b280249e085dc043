import { mayRead, type OfficeCalendar } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf, OFFICE_CALENDAR, panelsOf } from '@hhp/service-host';
import { Controller, Get, Inject } from '@nestjs/common';
import { byTeam } from '../referral/access.js';
import { type Drafted, labelsOfReferral } from '../referral/referral.js';

/**
 * What is on the panels that the caller looks after today (`$1`: the own and those that the caller covers), and what the caller, or somebody
 * whom the caller covers, took on for other members. A supervisor also sees what silence brought to them, and what belongs to nobody.
 */
const onPanels = 'ARRAY(SELECT member_id FROM known_member WHERE tenant = $3 AND coordinator_id = ANY ($1::text[]))';
const myWork = `
  SELECT * FROM (
    SELECT 'referral' AS kind, id, member_id AS "memberId", status AS state, next_step AS step, next_actor AS actor, next_at AS "dueAt",
           state AS whole
      FROM referral WHERE tenant = $3 AND next_at IS NOT NULL AND (owner_id = ANY ($1::text[]) OR member_id = ANY (${onPanels}) OR ($2 AND next_actor = 'supervisor'))
    UNION ALL
    SELECT 'transition', id, member_id, status, 'see-member', CASE WHEN overdue THEN 'supervisor' ELSE 'team' END, due_at, NULL
      FROM transition WHERE tenant = $3 AND status = 'open' AND (owner_id = ANY ($1::text[]) OR member_id = ANY (${onPanels}) OR ($2 AND (overdue OR owner_id IS NULL)))
  ) AS work ORDER BY "dueAt", id LIMIT 500`;

/** What a person has to see to, with what is most overdue first. */
@Controller('my-work')
export class MyWorkController {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  /** Referrals and follow-ups after a stay that wait for the caller, for whom the caller covers, or for those whom they asked. */
  @Get()
  @Access(byTeam)
  list(@CallerOf() caller: Caller): Promise<{ work: object[] }> {
    return this.transactions.read(caller, async (tx) => {
      const all = await tx.query<{ memberId: string; dueAt: Date; whole: Drafted | null }>(myWork, [
        await panelsOf(tx, caller.actor, this.office), caller.role === 'cb-cme-supervisor', tx.tenant,
      ]);
      const rows = all.filter(({ whole }) => whole === null || mayRead(caller.role, labelsOfReferral(whole))).map(({ whole: _, ...row }) => row);
      for (const memberId of new Set(rows.map((row) => row.memberId))) tx.concerns(memberId);
      return { work: rows.map((row) => ({ ...row, overdue: row.dueAt <= tx.now })) };
    });
  }
}
