import type {
  CoordinatorAssigned, EligibilityDetermined, EligibilityFactsRecorded, EnrollmentVoided, MemberDeclined, MemberDisenrolled, MemberEnrolled, MemberListed,
  OutreachAttempted, Population, Verdict,
} from '@hhp/contracts';
import { type Day, notFound } from '@hhp/domain-kit';

/** Everything that is said of a member on `hhp.member`, in one order. */
export type MemberEvent =
  | MemberListed | EligibilityFactsRecorded | EligibilityDetermined | OutreachAttempted | MemberDeclined
  | MemberEnrolled | CoordinatorAssigned | MemberDisenrolled | EnrollmentVoided;

/** Where the member stands with the programme (referral-lifecycle 4.3). The verdict stands beside it. */
export const stages = ['listed', 'outreach', 'engaged', 'declined', 'enrolled', 'disenrolled'] as const;
export type Stage = (typeof stages)[number];

/** A time in the programme, from its first day up to, not including, its last. */
export interface Span {
  readonly enrollmentId: string;
  readonly contractCode: string;
  readonly county: string;
  readonly careEntityId: string;
  /** On whose panel the member is: the id that the coordinator's tokens carry. */
  readonly coordinatorId?: string;
  readonly from: Day;
  readonly until?: Day;
  /** Recorded by mistake: it never counted. */
  readonly voided?: true;
}

export interface KnownMember {
  readonly stage: Stage;
  readonly listId: string;
  readonly contractCode: string;
  readonly county: string;
  readonly population: Population;
  readonly verdict?: { readonly outcome: Verdict; readonly ruleVersion: string; readonly asOf: Day; readonly clauses: readonly string[] };
  readonly spans: readonly Span[];
}
export type Member = { readonly stage: 'unknown' } | KnownMember;
export const unknownMember: Member = { stage: 'unknown' };

/** The member, who has to be on a list of this plan. */
export function listed(member: Member): KnownMember {
  if (member.stage === 'unknown') throw notFound('member');
  return member;
}

/** The enrolment that has not ended. */
export const openSpan = (member: KnownMember): Span | undefined => member.spans.find((span) => !span.voided && span.until === undefined);

export function evolve(member: Member, event: MemberEvent): Member {
  if (event.type === 'MemberListed') return afterListing(member, event);
  if (member.stage === 'unknown') return member;
  switch (event.type) {
    case 'EligibilityFactsRecorded': return member;
    case 'EligibilityDetermined': {
      const { verdict, ruleVersion, asOf, clauses } = event.data;
      return { ...member, verdict: { outcome: verdict, ruleVersion, asOf, clauses } };
    }
    case 'OutreachAttempted': return afterAttempt(member, event);
    case 'MemberDeclined': return { ...member, stage: 'declined' };
    case 'MemberEnrolled': {
      const { enrollmentId, county, contractCode, careEntityId, coordinatorId, population, enrolledOn } = event.data;
      const span = { enrollmentId, contractCode, county, careEntityId, ...(coordinatorId ? { coordinatorId } : {}), from: enrolledOn };
      return { ...member, stage: 'enrolled', county, contractCode, population, spans: [...member.spans, span] };
    }
    case 'CoordinatorAssigned': return withSpan(member, event.data.enrollmentId, { coordinatorId: event.data.coordinatorId });
    case 'MemberDisenrolled': return withSpan(member, event.data.enrollmentId, { until: event.data.disenrolledOn });
    case 'EnrollmentVoided': return withSpan(member, event.data.enrollmentId, { voided: true });
  }
}

/** A new list opens a new episode of engagement (domain 3.3); who is enrolled stays so, under the contract of the enrolment. */
function afterListing(member: Member, { data }: MemberListed): KnownMember {
  const { listId, contractCode, county, population } = data;
  if (member.stage === 'unknown') return { stage: 'listed', listId, contractCode, county, population, spans: [] };
  if (member.stage === 'enrolled') return { ...member, listId };
  return { ...member, listId, contractCode, county, population, stage: member.listId === listId ? member.stage : 'listed' };
}

function afterAttempt(member: KnownMember, { data }: OutreachAttempted): KnownMember {
  if (member.stage === 'enrolled' || member.stage === 'declined') return member;
  if (data.result === 'engaged') return { ...member, stage: 'engaged' };
  return member.stage === 'engaged' ? member : { ...member, stage: 'outreach' };
}

/** Who is enrolled by no span any more has left; whose only enrolments were mistaken was reached and never in. */
function withSpan(member: KnownMember, enrollmentId: string, change: Partial<Span>): KnownMember {
  const spans = member.spans.map((span) => (span.enrollmentId === enrollmentId ? { ...span, ...change } : span));
  const after = { ...member, spans };
  if (openSpan(after)) return after;
  return { ...after, stage: spans.some((span) => !span.voided) ? 'disenrolled' : 'engaged' };
}
