import { Inject, Injectable } from '@nestjs/common';
import { CoordinatorAssigned, EnrollmentVoided, MemberDisenrolled, MemberEnrolled } from '@hhp/contracts';
import { addDays, type Day } from '@hhp/domain-kit';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import type { assessmentSettings } from '../settings.js';

type MemberEvent = MemberEnrolled | CoordinatorAssigned | MemberDisenrolled | EnrollmentVoided;

/** Who is enrolled, and by when the Health Action Plan is due: each enrolment opens that clock (domain 5). */
@Reader({ name: 'known-members', topics: ['hhp.member'], tables: ['known_member'] })
@Injectable()
export class KnownMembersConsumer {
  constructor(@Inject(SETTINGS) private readonly settings: Settings<typeof assessmentSettings>) {}

  /** Enrolments come by the ten thousand in a file: the last word on each member of a slice is written in one statement. */
  @OnEvents(MemberEnrolled, CoordinatorAssigned, MemberDisenrolled, EnrollmentVoided)
  async remember(tx: Tx, events: readonly Received<MemberEvent>[]): Promise<void> {
    const enrolled = new Map<string, object>();
    const left = new Map<string, object>();
    const assigned = new Map<string, object>();
    for (const event of events) {
      const { enrollmentId } = event.data;
      const key = `${event.tenant} ${enrollmentId}`;
      if (event.type === 'MemberEnrolled') enrolled.set(`${event.tenant} ${event.data.memberId}`, this.row(event));
      else if (event.type === 'CoordinatorAssigned') {
        assigned.set(key, { tenant: event.tenant, enrollment_id: enrollmentId, coordinator_id: event.data.coordinatorId });
      } else left.set(key, { tenant: event.tenant, enrollment_id: enrollmentId, left_on: lastDay(event) });
    }
    if (enrolled.size > 0) await tx.query(enrol, [JSON.stringify([...enrolled.values()])]);
    if (assigned.size > 0) await tx.query(assign, [JSON.stringify([...assigned.values()])]);
    if (left.size > 0) await tx.query(leave, [JSON.stringify([...left.values()])]);
  }

  private row({ tenant, data }: Received<MemberEnrolled>): object {
    return {
      tenant, member_id: data.memberId, enrollment_id: data.enrollmentId, care_entity_id: data.careEntityId, coordinator_id: data.coordinatorId ?? null,
      enrolled_on: data.enrolledOn, plan_due_on: addDays(data.enrolledOn, this.settings.HAP_DUE_DAYS),
    };
  }
}

/** A voided enrolment is kept as one that ended, so that what was written under it still has its member. */
function lastDay(event: Received<MemberDisenrolled> | Received<EnrollmentVoided>): Day {
  return event.type === 'MemberDisenrolled' ? event.data.disenrolledOn : event.data.voidedOn;
}

const enrol = `
  INSERT INTO known_member (tenant, member_id, enrollment_id, care_entity_id, coordinator_id, enrolled_on, plan_due_on)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, member_id uuid, enrollment_id uuid, care_entity_id uuid, coordinator_id text,
    enrolled_on date, plan_due_on date)
  ON CONFLICT (tenant, member_id) DO UPDATE SET enrollment_id = excluded.enrollment_id, care_entity_id = excluded.care_entity_id,
    coordinator_id = excluded.coordinator_id, enrolled_on = excluded.enrolled_on, plan_due_on = excluded.plan_due_on, left_on = NULL`;

const assign = `
  UPDATE known_member known SET coordinator_id = said.coordinator_id
  FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, enrollment_id uuid, coordinator_id text)
  WHERE known.tenant = said.tenant AND known.enrollment_id = said.enrollment_id`;

// By enrolment, not by member: who left and came back within one slice stays enrolled.
const leave = `
  UPDATE known_member known SET left_on = said.left_on
  FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, enrollment_id uuid, left_on date)
  WHERE known.tenant = said.tenant AND known.enrollment_id = said.enrollment_id`;
