import { dayOf, notFound, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { type Caller, change, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { countyOf } from '../go-live/go-live.js';
import { mustBeMember, holdMembers, members } from '../member/members.js';
import type { enrollmentSettings } from '../settings.js';
import { enrollAll, type EnrollSettings } from './enrolling.js';
import { type Disenroll, type Enroll, voidEnrollment } from './enrollment.js';
import { leaveAll } from './leaving.js';

/** The conditions under which members are enrolled today. */
@Injectable()
export class EnrollmentTerms {
  constructor(
    @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar, @Inject(SETTINGS) private readonly settings: Settings<typeof enrollmentSettings>,
  ) {}

  of(tx: Tx): EnrollSettings {
    return { today: dayOf(tx.now, this.office.timeZone), defaultRulePack: this.settings.DEFAULT_RULE_PACK };
  }
}

@Injectable()
export class EnrollmentCommands {
  constructor(private readonly transactions: Transactions, private readonly terms: EnrollmentTerms) {}

  /** One member joins (003-17, 003-20). */
  enroll(caller: Caller, wanted: Omit<Enroll, 'enrollmentId'>): Promise<{ memberId: string; enrollmentId: string }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, wanted.memberId);
      const enrollmentId = tx.newId();
      const county = countyOf(wanted.county)?.fips ?? wanted.county;
      const outcome = (await enrollAll(tx, [{ ...wanted, county, enrollmentId }], this.terms.of(tx))).get(wanted.memberId)!;
      if (outcome.result === 'refused') throw outcome.refused;
      if (outcome.result === 'unchanged') throw new Refused('already-enrolled', 'The member is in the programme already');
      return { memberId: wanted.memberId, enrollmentId };
    });
  }

  /** One member leaves, with a reason (003-17, 004-31). */
  disenroll(caller: Caller, command: Disenroll): Promise<{ memberId: string; enrollmentId: string; disenrolledOn: string }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, command.memberId);
      const outcome = (await leaveAll(tx, [command], this.terms.of(tx).today)).get(command.memberId)!;
      if (outcome.result === 'refused') throw outcome.refused;
      const { memberId, enrollmentId, disenrolledOn } = command;
      return { memberId, enrollmentId, disenrolledOn };
    });
  }

  /** An enrolment was mistaken: it never counted. */
  void(caller: Caller, memberId: string, enrollmentId: string, reason: string): Promise<{ memberId: string; enrollmentId: string; voidedOn: string }> {
    return this.transactions.command(caller, async (tx) => {
      const voidedOn = this.terms.of(tx).today;
      await holdMembers(tx, [memberId]);
      await change(tx, members, memberId, (member) => voidEnrollment(member, { memberId, enrollmentId, reason }, voidedOn));
      const [row] = await tx.query<{ voidedOn: string }>(
        `UPDATE enrollment SET voided_on = coalesce(voided_on, $3::date) WHERE tenant = $1 AND enrollment_id = $2 RETURNING voided_on::text AS "voidedOn"`,
        [tx.tenant, enrollmentId, voidedOn]);
      if (!row) throw notFound('enrollment of this member');
      return { memberId, enrollmentId, voidedOn: row.voidedOn };
    });
  }
}
