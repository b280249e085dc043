import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get } from '@nestjs/common';
import { byTeam } from '../referral/access.js';

/** A supervisor also sees what silence brought to them, and what belongs to nobody. */
const myWork = `
  SELECT * FROM (
    SELECT 'referral' AS kind, id, member_id AS "memberId", status AS state, next_step AS step, next_actor AS actor, next_at AS "dueAt"
      FROM referral WHERE tenant = $3 AND next_at IS NOT NULL AND (owner_id = $1 OR ($2 AND next_actor = 'supervisor'))
    UNION ALL
    SELECT 'transition', id, member_id, status, 'see-member', CASE WHEN overdue THEN 'supervisor' ELSE 'team' END, due_at
      FROM transition WHERE tenant = $3 AND status = 'open' AND (owner_id = $1 OR ($2 AND (overdue OR owner_id IS NULL)))
  ) AS work ORDER BY "dueAt", id LIMIT 500`;

/** What a person has to see to, with what is most overdue first. */
@Controller('my-work')
export class MyWorkController {
  constructor(private readonly transactions: Transactions) {}

  /** Referrals and follow-ups after a stay that wait for the caller or for those whom the caller asked. */
  @Get()
  @Access(byTeam)
  list(@CallerOf() caller: Caller): Promise<{ work: object[] }> {
    return this.transactions.read(caller, async (tx) => {
      const rows = await tx.query<{ memberId: string; dueAt: Date }>(myWork, [caller.actor, caller.role === 'cb-cme-supervisor', tx.tenant]);
      for (const memberId of new Set(rows.map((row) => row.memberId))) tx.concerns(memberId);
      return { work: rows.map((row) => ({ ...row, overdue: row.dueAt <= tx.now })) };
    });
  }
}
