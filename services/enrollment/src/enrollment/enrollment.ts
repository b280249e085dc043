import type { EnrollmentVoided, ExitReason, MemberDisenrolled, MemberEnrolled, Population, Verdict } from '@hhp/contracts';
import { type Day, notFound, Refused } from '@hhp/domain-kit';
import type { Judgement } from '../eligibility/eligibility.js';
import type { LiveFrom, Phase } from '../go-live/go-live.js';
import { type KnownMember, listed, type Member, openSpan, type Span } from '../member/member.js';

export interface Enroll {
  readonly memberId: string;
  readonly enrollmentId: string;
  readonly contractCode: string;
  readonly county: string;
  readonly population: Population;
  readonly careEntityId: string;
  readonly coordinatorId?: string;
  readonly enrolledOn: Day;
}

/** What is known when a member is to be enrolled. */
export interface EnrollContext {
  readonly today: Day;
  /** The contract, its county and when each phase began under it. */
  readonly contract: { readonly county: string; readonly live: LiveFrom } | undefined;
  /** Whether the care entity serves members under this contract (002-07). */
  readonly careEntityServes: boolean;
  /** The member judged as of the day of enrolment (004-35). */
  readonly judgement: Judgement;
}

const phasesOf = (population: Population): readonly Phase[] => (population === 'BOTH' ? ['SPA1', 'SPA2'] : [population]);

/**
 * The member joins (003-17): listed, eligible on that day, in a county and phase that is live, served by one care entity, and in the
 * programme once at a time.
 */
export function enroll(member: Member, command: Enroll, context: EnrollContext): MemberEnrolled[] {
  const known = listed(member);
  mustFit(command, context);
  mustBeLive(command, context);
  mustNotOverlap(known, command);
  mustBeEligible(command, context.judgement);
  const { chronicallyHomeless } = context.judgement;
  const { coordinatorId, ...rest } = command;
  return [{
    type: 'MemberEnrolled',
    data: {
      ...rest, ...(coordinatorId ? { coordinatorId } : {}),
      ...(chronicallyHomeless === 'unknown' ? {} : { chronicallyHomeless: chronicallyHomeless === 'yes' }),
    },
  }];
}

/** Whether this is the enrolment that holds, said again, as a file that is sent twice says it. */
export function saidBefore(member: Member, { enrolledOn, contractCode, county, careEntityId }: Omit<Enroll, 'enrollmentId'>): boolean {
  const open = member.stage === 'unknown' ? undefined : openSpan(member);
  return open?.from === enrolledOn && open.contractCode === contractCode && open.county === county && open.careEntityId === careEntityId;
}

function mustFit({ enrolledOn, county }: Enroll, { today, contract, careEntityServes }: EnrollContext): void {
  if (enrolledOn > today) throw new Refused('day-to-come', 'An enrolment is recorded when it has happened', 'invalid', ['enrolledOn']);
  if (!contract) throw new Refused('contract-unknown', 'This plan has no such contract', 'invalid', ['contractCode']);
  if (contract.county !== county) throw new Refused('county-not-of-contract', 'The contract is for another county', 'invalid', ['county']);
  if (!careEntityServes) throw new Refused('care-entity-unknown', 'The care entity does not serve under this contract', 'invalid', ['careEntityId']);
}

function mustBeLive({ population, enrolledOn }: Enroll, { contract }: EnrollContext): void {
  const live = phasesOf(population).some((phase) => (contract?.live[phase] ?? '9999-12-31') <= enrolledOn);
  if (!live) throw new Refused('before-go-live', 'The programme was not live there for this population on that day', 'conflict', ['enrolledOn']);
}

/** The new span has no end yet, so nothing may last beyond its first day. */
function mustNotOverlap(member: KnownMember, { enrolledOn }: Enroll): void {
  const counting = member.spans.filter((span) => !span.voided);
  if (counting.some((span) => span.until === undefined)) throw new Refused('already-enrolled', 'The member is in the programme already');
  if (counting.some((span) => span.until! > enrolledOn)) {
    throw new Refused('spans-overlap', 'The member was in the programme on that day', 'conflict', ['enrolledOn']);
  }
}

const refusals: Readonly<Record<Exclude<Verdict, 'eligible'>, readonly [code: string, message: string]>> = {
  'not-eligible': ['not-eligible', 'The member is not eligible on that day'],
  excluded: ['excluded', 'The member is excluded from the programme on that day'],
  unknown: ['eligibility-unknown', 'It is not known whether the member is eligible on that day'],
};

function mustBeEligible({ population }: Enroll, { verdict, phases, unknownFacts }: Judgement): void {
  if (verdict !== 'eligible') {
    const [code, message] = refusals[verdict];
    throw new Refused(code, message, 'conflict', verdict === 'unknown' ? unknownFacts : []);
  }
  if (!phasesOf(population).some((phase) => phases.includes(phase))) {
    throw new Refused('population-does-not-qualify', 'The member is eligible for the other population', 'conflict', ['population']);
  }
}

export interface Disenroll {
  readonly memberId: string;
  readonly enrollmentId: string;
  readonly disenrolledOn: Day;
  readonly reason: ExitReason;
}

/** The member leaves (003-17, 004-31). Said twice is nothing new; another day or reason for it is refused. */
export function disenroll(member: Member, command: Disenroll, today: Day): MemberDisenrolled[] {
  const span = spanOf(listed(member), command.enrollmentId);
  const { memberId, enrollmentId, disenrolledOn, reason } = command;
  if (span.until === disenrolledOn) return [];
  if (span.until !== undefined) throw new Refused('already-disenrolled', 'This enrolment has ended on another day');
  if (disenrolledOn < span.from) throw new Refused('before-enrollment', 'Nobody leaves before the day they joined', 'invalid', ['disenrolledOn']);
  if (disenrolledOn > today) throw new Refused('day-to-come', 'A departure is recorded when it has happened', 'invalid', ['disenrolledOn']);
  return [{ type: 'MemberDisenrolled', data: { memberId, enrollmentId, county: span.county, disenrolledOn, reason } }];
}

/** An enrolment was recorded by mistake: it never counted. The fact stays, corrected by an event. */
export function voidEnrollment(member: Member, command: { memberId: string; enrollmentId: string; reason: string }, today: Day): EnrollmentVoided[] {
  const { memberId, enrollmentId, reason } = command;
  const span = listed(member).spans.find((each) => each.enrollmentId === enrollmentId);
  if (!span) throw notFound('enrollment of this member');
  if (span.voided) return [];
  return [{ type: 'EnrollmentVoided', data: { memberId, enrollmentId, county: span.county, voidedOn: today, reason } }];
}

function spanOf(member: KnownMember, enrollmentId: string): Span {
  const span = member.spans.find((each) => each.enrollmentId === enrollmentId);
  if (!span) throw notFound('enrollment of this member');
  if (span.voided) throw new Refused('enrollment-voided', 'This enrolment was recorded by mistake and never counted');
  return span;
}
