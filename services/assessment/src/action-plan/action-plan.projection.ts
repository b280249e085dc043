import { Inject, Injectable } from '@nestjs/common';
import { type Day, dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { type KnownMember, knownMember } from '../known-members/known-members.projection.js';
import { type Punctuality, punctuality, type RevisionReason } from './action-plan.js';

interface PlanVersion {
  readonly planId: string;
  readonly planVersion: number;
  readonly agreedOn: Day;
  readonly reason: RevisionReason;
  readonly reasonNote: string | null;
  readonly needIds: readonly string[];
  /** Goals, preferences and sections as they were agreed. */
  readonly words: Readonly<Record<string, unknown>>;
}

export interface ActionPlanAnswer {
  readonly memberId: string;
  readonly enrolledOn: Day;
  readonly dueOn: Day;
  readonly punctuality: Punctuality;
  /** Newest last. */
  readonly versions: readonly PlanVersion[];
}

/** Answers what was agreed with a member, and whose first plan is overdue. */
@Injectable()
export class ActionPlanProjection {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  plan(caller: Caller, memberId: string): Promise<ActionPlanAnswer> {
    return this.transactions.read(caller, async (tx) => {
      const member = await knownMember(tx, memberId);
      tx.concerns(memberId);
      const versions = await versionsOf(tx, memberId);
      return { memberId, enrolledOn: member.enrolledOn, dueOn: member.planDueOn, punctuality: this.punctuality(tx, member, versions), versions };
    });
  }

  /** Enrolled members whose first plan of this enrolment was due before today and is not agreed, the longest waiting first. */
  overdue(caller: Caller): Promise<{ asOf: Day; members: { memberId: string; dueOn: Day }[] }> {
    return this.transactions.read(caller, async (tx) => {
      const asOf = dayOf(tx.now, this.office.timeZone);
      const members = await tx.query<{ memberId: string; dueOn: Day }>(
        `SELECT member_id AS "memberId", plan_due_on::text AS "dueOn" FROM known_member member
         WHERE tenant = $1 AND left_on IS NULL AND plan_due_on < $2::date AND NOT EXISTS (
           SELECT FROM plan_of_member JOIN action_plan_version version ON version.tenant = plan_of_member.tenant AND version.plan_id = plan_of_member.plan_id
           WHERE plan_of_member.tenant = member.tenant AND plan_of_member.member_id = member.member_id AND agreed_on >= enrolled_on)
         ORDER BY plan_due_on, member_id LIMIT 1000`, [tx.tenant, asOf]);
      for (const { memberId } of members) tx.concerns(memberId);
      return { asOf, members };
    });
  }

  private punctuality(tx: Tx, member: KnownMember, versions: readonly PlanVersion[]): Punctuality {
    const first = versions.map((version) => version.agreedOn).filter((day) => day >= member.enrolledOn).sort()[0];
    return punctuality(first, member.planDueOn, dayOf(tx.now, this.office.timeZone));
  }
}

function versionsOf(tx: Tx, memberId: string): Promise<PlanVersion[]> {
  return tx.query<PlanVersion>(
    `SELECT version.plan_id AS "planId", plan_version AS "planVersion", agreed_on::text AS "agreedOn", reason, reason_note AS "reasonNote",
       need_ids AS "needIds", words
     FROM plan_of_member JOIN action_plan_version version ON version.tenant = plan_of_member.tenant AND version.plan_id = plan_of_member.plan_id
     WHERE plan_of_member.tenant = $1 AND member_id = $2 ORDER BY plan_version`, [tx.tenant, memberId]);
}
