import { Injectable } from '@nestjs/common';
import { EnrollmentVoided, MemberDisenrolled, MemberEnrolled } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';

type SpanEvent = MemberEnrolled | MemberDisenrolled | EnrollmentVoided;

/** From when to when each member was enrolled where, and which events say so. */
@Reader({ name: 'enrollment-spans', topics: ['hhp.member'], tables: ['enrollment_span'] })
@Injectable()
export class EnrollmentSpansConsumer {
  /** Enrolments come by the ten thousand in a file: one statement begins the spans of a slice, one ends them. */
  @OnEvents(MemberEnrolled, MemberDisenrolled, EnrollmentVoided)
  async remember(tx: Tx, events: readonly Received<SpanEvent>[]): Promise<void> {
    const begun = events.filter((event) => event.type === 'MemberEnrolled');
    const ended = events.filter((event) => event.type !== 'MemberEnrolled');
    if (begun.length > 0) await tx.query(begin, [JSON.stringify(begun.map(beginning))]);
    if (ended.length > 0) await tx.query(end, [JSON.stringify(ended.map(ending))]);
  }
}

const begin = `
  INSERT INTO enrollment_span (tenant, enrollment_id, member_id, contract_code, county, population, enrolled_on, enrolled_event, said_at)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS begun (tenant text, enrollment_id uuid, member_id uuid, contract_code text, county text,
    population text, enrolled_on date, enrolled_event uuid, said_at timestamptz)`;

// One span may be ended and voided in the same slice: an UPDATE takes only one row for each, so they are put together first.
const end = `
  UPDATE enrollment_span span
  SET disenrolled_on = coalesce(ended.disenrolled_on, span.disenrolled_on), voided = span.voided OR ended.voided,
    ended_event = ended.ended_event, said_at = ended.said_at
  FROM (
    SELECT tenant, enrollment_id, (array_agg(disenrolled_on ORDER BY ord DESC) FILTER (WHERE disenrolled_on IS NOT NULL))[1] AS disenrolled_on,
      bool_or(voided) AS voided, (array_agg(ended_event ORDER BY ord DESC))[1] AS ended_event, max(said_at) AS said_at
    FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (tenant text, enrollment_id uuid, disenrolled_on date, voided boolean, ended_event uuid,
      said_at timestamptz)) WITH ORDINALITY AS said (tenant, enrollment_id, disenrolled_on, voided, ended_event, said_at, ord)
    GROUP BY tenant, enrollment_id
  ) AS ended
  WHERE span.tenant = ended.tenant AND span.enrollment_id = ended.enrollment_id`;

function beginning({ id, tenant, time, data }: Received<MemberEnrolled>): object {
  return {
    tenant, enrollment_id: data.enrollmentId, member_id: data.memberId, contract_code: data.contractCode, county: data.county,
    population: data.population, enrolled_on: data.enrolledOn, enrolled_event: id, said_at: time,
  };
}

function ending({ id, tenant, time, ...event }: Received<MemberDisenrolled> | Received<EnrollmentVoided>): object {
  const left = event.type === 'MemberDisenrolled' ? event.data.disenrolledOn : null;
  return {
    tenant, enrollment_id: event.data.enrollmentId, disenrolled_on: left, voided: event.type === 'EnrollmentVoided', ended_event: id, said_at: time,
  };
}
