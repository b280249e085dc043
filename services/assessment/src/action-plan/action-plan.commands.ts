import { Inject, Injectable } from '@nestjs/common';
import type { ActionPlanAgreed } from '@hhp/contracts';
import { dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { enrolledMember } from '../known-members/known-members.projection.js';
import { type ActionPlan, agree, evolve, noPlan, planSections } from './action-plan.js';
import type { AgreeActionPlanRequest } from './action-plan.requests.js';

const plans: Aggregate<ActionPlan, ActionPlanAgreed> = { table: 'action_plan', initial: noPlan, evolve };

@Injectable()
export class ActionPlanCommands {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  /** The member agreed to the next version of the plan. Its words stay here; the event carries ids, the day and counts. */
  agree(caller: Caller, memberId: string, request: AgreeActionPlanRequest): Promise<{ planId: string; planVersion: number; dueOn: string }> {
    return this.transactions.command(caller, async (tx) => {
      const member = await enrolledMember(tx, memberId);
      const planId = await planOf(tx, memberId);
      const context = {
        enrolledOn: member.enrolledOn, dueOn: member.planDueOn, today: dayOf(tx.now, this.office.timeZone), needsOfMember: await needIdsOf(tx, memberId),
      };
      const answered = planSections.filter((section) => request.sections[section] !== undefined);
      const { agreedOn, reason, needIds, goals } = request;
      const plan = await change(tx, plans, planId, (before) => agree(before, { memberId, planId, agreedOn, reason, needIds, goals, answered }, context));
      await keepVersion(tx, planId, plan.versions, request);
      return { planId, planVersion: plan.versions, dueOn: member.planDueOn };
    });
  }
}

/** One plan for each member; the member is locked, so two first versions cannot make two plans. */
async function planOf(tx: Tx, memberId: string): Promise<string> {
  const [known] = await tx.query<{ plan_id: string }>('SELECT plan_id FROM plan_of_member WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
  if (known) return known.plan_id;
  const planId = tx.newId();
  await tx.query('INSERT INTO plan_of_member (tenant, member_id, plan_id) VALUES ($1, $2, $3)', [tx.tenant, memberId, planId]);
  return planId;
}

async function needIdsOf(tx: Tx, memberId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM need WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
  return rows.map((row) => row.id);
}

async function keepVersion(tx: Tx, planId: string, planVersion: number, request: AgreeActionPlanRequest): Promise<void> {
  const { agreedOn, reason, reasonNote, needIds, ...words } = request;
  await tx.query(
    `INSERT INTO action_plan_version (tenant, plan_id, plan_version, agreed_on, reason, reason_note, need_ids, words, recorded_at)
     VALUES ($1, $2, $3, $4::date, $5, $6, $7::uuid[], $8, $9)`,
    [tx.tenant, planId, planVersion, agreedOn, reason, reasonNote ?? null, needIds, JSON.stringify(words), tx.now]);
}
