import { Inject, Injectable } from '@nestjs/common';
import { type Day, dayOf, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { planAsked } from '../plan-asked/plan-asked.js';
import { type County, type CountyTable, countyTable, enrollmentDefinitions, type EnrollmentFigure } from './county-table.js';

/** A table with what its numbers mean and how far the facts behind it have come. */
export interface CountyTableAnswer extends CountyTable {
  readonly asOf: Day;
  readonly plan: string;
  readonly definitions: typeof enrollmentDefinitions;
  readonly answeredAt: string;
  /** The time of the last event that is counted here. */
  readonly appliedUntil: string | null;
}

interface EnrolledMember {
  readonly memberId: string;
  readonly enrollmentId: string;
  readonly county: string;
  readonly enrolledOn: Day;
  /** Id (`ce_id`) of the MemberEnrolled in Kafka. */
  readonly enrolledEvent: string;
}

export interface EnrolledMembersPage {
  readonly asOf: Day;
  readonly definition: string;
  readonly members: readonly EnrolledMember[];
  /** Where the next page begins; nothing behind the last. */
  readonly next: string | null;
}

type FigureRow = { level: EnrollmentFigure['level']; group_number: number | null; county: string | null; enrolled_at: number; ever: number; applied_until: Date | null };

/** Answers how many were enrolled where, and the plan's own question who they are. */
@Injectable()
export class CountyTableProjection {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  table(caller: Caller, asOf: Day, plan?: string): Promise<CountyTableAnswer> {
    return this.transactions.read(caller, async (tx) => {
      this.refuseFuture(tx, asOf);
      const asked = planAsked(caller, plan);
      // The state's function counts over all plans and gives back numbers only.
      const rows = await tx.query<FigureRow>(
        `SELECT level, group_number, county, enrolled_at::integer, ever_enrolled_through::integer AS ever, applied_until
         FROM ${asked.acrossPlans ? 'state_enrollment_figures' : 'enrollment_figures'}($1::date, $2)`, [asOf, asked.plan]);
      const counties = await tx.query<County>('SELECT fips, name, group_number AS "group" FROM county ORDER BY group_number, name');
      const figures = rows.map(({ level, group_number: group, county, enrolled_at: enrolledAt, ever: everEnrolledThrough }) =>
        ({ level, group, county, enrolledAt, everEnrolledThrough }));
      const appliedUntil = rows.find((row) => row.level === 'total')?.applied_until?.toISOString() ?? null;
      return {
        asOf, plan: asked.plan ?? 'all', definitions: enrollmentDefinitions, answeredAt: tx.now.toISOString(), appliedUntil,
        ...countyTable(figures, counties),
      };
    });
  }

  /** The members behind `enrolledAt`, page by page, each with the event that enrolled it. */
  members(caller: Caller, asked: { asOf: Day; county?: string; after?: string; limit?: number }): Promise<EnrolledMembersPage> {
    return this.transactions.read(caller, async (tx) => {
      this.refuseFuture(tx, asked.asOf);
      const limit = asked.limit ?? 1000;
      const members = await tx.query<EnrolledMember>(
        `SELECT member_id AS "memberId", enrollment_id AS "enrollmentId", county, enrolled_on::text AS "enrolledOn", enrolled_event AS "enrolledEvent"
         FROM enrollment_span
         WHERE tenant = $1 AND NOT voided AND enrolled_on <= $2::date AND (disenrolled_on IS NULL OR disenrolled_on > $2::date)
           AND ($3::text IS NULL OR county = $3) AND ($4::uuid IS NULL OR member_id > $4)
         ORDER BY member_id LIMIT $5`, [tx.tenant, asked.asOf, asked.county ?? null, asked.after ?? null, limit]);
      for (const { memberId } of members) tx.concerns(memberId);
      const next = members.length === limit ? members.at(-1)!.memberId : null;
      return { asOf: asked.asOf, definition: enrollmentDefinitions.enrolledAt, members, next };
    });
  }

  private refuseFuture(tx: Tx, asOf: Day): void {
    if (asOf > dayOf(tx.now, this.office.timeZone)) throw new Refused('day-to-come', 'A day to come has no figures.', 'invalid', ['asOf']);
  }
}
