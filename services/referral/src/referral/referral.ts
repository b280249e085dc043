import type {
  ApplicationRecorded, CloseOutcome, ContinuationDue, ContinuationRecorded, DataClass, DeclineReason, FollowUpDue, FollowUpEscalated,
  FollowUpRecorded, HandoffMissed, HandoffMode, HandoffScheduled, NeedCategory, ReferralAccepted, ReferralAcknowledged,
  ReferralAwaitingConsent, ReferralClosed, ReferralConsentConfirmed, ReferralDeclined, ReferralDrafted, ReferralFactCorrected,
  ReferralReady, ReferralSent, ReferralVoided, ReferralWaitlisted, ServiceReceived, UseRecorded, WarmHandoffMade,
} from '@hhp/contracts';
import { type Sensitivity, labelsOf, labelsOfNeeds } from '@hhp/contracts';
import { type AskingEvent, type Rungs, type SideStep, type StateStep, rungsAfter, sideSteps } from '../follow-up/asking.js';
import { type FactEvent, type Facts, factsAfter, firstServiceOn, isDisputed, nothingKnown } from './evidence.js';

/** Where the ball is (referral-lifecycle 4.2), with what only that state knows. */
export type Phase =
  | { readonly status: 'draft' }
  | { readonly status: 'awaiting_consent'; readonly dueAt: string }
  | { readonly status: 'ready' }
  | { readonly status: 'sent'; readonly respondBy: string }
  | { readonly status: 'acknowledged'; readonly decideBy: string }
  | { readonly status: 'accepted' }
  | { readonly status: 'waitlisted'; readonly recontactOn: string }
  | { readonly status: 'scheduled'; readonly handoffAt: string; readonly mode: HandoffMode; readonly participants: readonly string[]; readonly made: boolean }
  | { readonly status: 'in_service' }
  | { readonly status: 'declined'; readonly reason: DeclineReason }
  | { readonly status: 'closed'; readonly outcome: CloseOutcome; readonly reason: string }
  | { readonly status: 'voided' };

/** What stays with the referral through all states. */
export interface Course {
  readonly referralId: string;
  readonly memberId: string;
  readonly needId: string;
  readonly needCategory: NeedCategory;
  readonly organizationId: string;
  readonly serviceId: string;
  readonly dataClasses: readonly DataClass[];
  readonly ownerId: string;
  /** When the referral came into its state. */
  readonly since: string;
  readonly consentId?: string;
  /** First send, and the day by which the member was told to hear from us (002-110). */
  readonly sentAt?: string;
  readonly memberFollowUpBy?: string;
  readonly facts: Facts;
  readonly rungs: Rungs;
  /** When the member was tried since they were last reached. */
  readonly triedInVain: readonly string[];
}

/** A referral that was drafted. The need stays the heart of it: closing the referral does not close the need. */
export type Drafted = Phase & { readonly course: Course };
export type Referral = { readonly status: 'none' } | Drafted;
export type Status = Referral['status'];

export const noReferral: Referral = { status: 'none' };

export type LifecycleEvent =
  | ReferralAwaitingConsent | ReferralConsentConfirmed | ReferralReady | ReferralSent | ReferralAcknowledged | ReferralAccepted
  | ReferralDeclined | ReferralWaitlisted | HandoffScheduled | WarmHandoffMade | HandoffMissed | ReferralClosed | ReferralVoided;
export type ReferralEvent =
  | ReferralDrafted | LifecycleEvent | ApplicationRecorded | UseRecorded | ServiceReceived | ReferralFactCorrected | ContinuationRecorded
  | FollowUpDue | FollowUpRecorded | FollowUpEscalated | ContinuationDue;

/** What must happen next in this state; nothing in the states that are ends. */
export function stateStep(phase: Phase): StateStep | undefined {
  switch (phase.status) {
    case 'draft': return 'complete-draft';
    case 'awaiting_consent': return 'obtain-consent';
    case 'ready': return 'send';
    case 'sent': return 'respond';
    case 'acknowledged': return 'decide';
    case 'accepted': return 'schedule';
    case 'waitlisted': return 'recontact';
    case 'scheduled': return phase.made ? 'confirm-service' : 'confirm-handoff';
    case 'in_service': return 'review';
    case 'declined': return 're-route';
    case 'closed': case 'voided': return undefined;
  }
}

/** The consent under which it left was taken back since: the organization may see it no more, and the team was told. */
export const isWithdrawn = ({ course }: Drafted): boolean => course.rungs['consent-withdrawn'] !== undefined;

/** Whether the organization may see it: it was sent there, the member's consent stands, and it did not end by an error or a departure. */
export function isShown(referral: Drafted): boolean {
  if (referral.status === 'voided' || (referral.status === 'closed' && referral.outcome === 'administrative')) return false;
  return referral.course.sentAt !== undefined && !isWithdrawn(referral);
}

/** What is sensitive in it: what it tells, and what the name of its need gives away. */
export const labelsOfReferral = ({ course }: Drafted): Sensitivity[] => labelsOf([...course.dataClasses, ...labelsOfNeeds(course.needCategory)]);

export const isOpen = (referral: Referral): referral is Drafted => referral.status !== 'none' && stateStep(referral) !== undefined;

/** The referral after one more event. */
export function evolve(referral: Referral, said: ReferralEvent): Referral {
  if (said.type === 'ReferralDrafted') return drafted(said);
  if (referral.status === 'none') throw new Error('An event cannot come before the draft of its referral');
  switch (said.type) {
    case 'ApplicationRecorded': case 'UseRecorded': case 'ServiceReceived': case 'ReferralFactCorrected': case 'ContinuationRecorded':
      return withFact(referral, said);
    case 'FollowUpDue': case 'FollowUpEscalated': case 'FollowUpRecorded': case 'ContinuationDue':
      return withAsking(referral, said);
    default: return moved(referral, said);
  }
}

function drafted({ data }: ReferralDrafted): Drafted {
  const { draftedAt, ...subject } = data;
  return { status: 'draft', course: { ...subject, since: draftedAt, facts: nothingKnown, rungs: {}, triedInVain: [] } };
}

function moved(referral: Drafted, said: LifecycleEvent): Drafted {
  const { course } = referral;
  switch (said.type) {
    case 'ReferralAwaitingConsent': return entered(course, { status: 'awaiting_consent', dueAt: said.data.dueAt }, said.data.since);
    case 'ReferralConsentConfirmed': {
      const { 'consent-withdrawn': _told, ...rungs } = course.rungs;
      return { ...referral, course: { ...course, consentId: said.data.consentId, rungs } };
    }
    case 'ReferralReady': return entered({ ...course, consentId: said.data.consentId }, { status: 'ready' }, said.data.readyAt);
    case 'ReferralSent': {
      const { consentId, sentAt, memberFollowUpBy, respondBy } = said.data;
      return entered({ ...course, consentId, sentAt, memberFollowUpBy }, { status: 'sent', respondBy }, sentAt);
    }
    case 'ReferralAcknowledged': return entered(course, { status: 'acknowledged', decideBy: said.data.decideBy }, said.data.acknowledgedAt);
    case 'ReferralAccepted': return entered(course, { status: 'accepted' }, said.data.acceptedAt);
    case 'ReferralDeclined': return entered(course, { status: 'declined', reason: said.data.reason }, said.data.declinedAt);
    case 'ReferralWaitlisted': return entered(course, { status: 'waitlisted', recontactOn: said.data.recontactOn }, said.data.waitlistedAt);
    case 'HandoffScheduled': {
      const { handoffAt, mode, participants, scheduledAt } = said.data;
      return entered(course, { status: 'scheduled', handoffAt, mode, participants, made: false }, scheduledAt);
    }
    case 'WarmHandoffMade': {
      const { handoffAt, mode, participants, outcome } = said.data;
      if (outcome === 'failed') return entered(course, { status: 'accepted' }, handoffAt);
      return entered(course, { status: 'scheduled', handoffAt, mode, participants, made: true }, handoffAt);
    }
    case 'HandoffMissed': return entered(course, { status: 'accepted' }, said.data.missedAt);
    case 'ReferralClosed': return entered(course, { status: 'closed', outcome: said.data.outcome, reason: said.data.reason }, said.data.closedAt);
    case 'ReferralVoided': return entered(course, { status: 'voided' }, said.data.voidedAt);
  }
}

/** A new state starts a new clock; only the promises beside the state keep theirs. */
function entered(course: Course, phase: Phase, since: string): Drafted {
  const lasting = Object.entries(course.rungs).filter(([step]) => step in sideSteps || step.startsWith('continuation-'));
  return { ...phase, course: { ...course, since, rungs: Object.fromEntries(lasting) } };
}

const beforeService: readonly Status[] = ['sent', 'acknowledged', 'accepted', 'waitlisted', 'scheduled'];

/** The first service moves the referral into service, also when it outran the answers; taking it back needs a new date. */
function withFact(referral: Drafted, said: FactEvent): Drafted {
  const course = { ...referral.course, facts: factsAfter(referral.course.facts, said) };
  if (said.type !== 'ServiceReceived' && said.type !== 'ReferralFactCorrected') return { ...referral, course };
  const at = said.type === 'ServiceReceived' ? said.data.recordedAt : said.data.correctedAt;
  const served = firstServiceOn(course.facts) !== undefined;
  if (served && beforeService.includes(referral.status)) return entered(course, { status: 'in_service' }, at);
  if (!served && referral.status === 'in_service') return entered(course, { status: 'accepted' }, at);
  return { ...referral, course };
}

/** All that somebody waits for now: the step of the state, the two promises of a sent referral, a contradiction, and what was asked. */
export function waitingSteps(referral: Drafted): string[] {
  const current = stateStep(referral);
  const promises: SideStep[] = current && referral.course.sentAt ? ['member-promise', 'partner-check-in'] : [];
  const contradiction: SideStep[] = isDisputed(referral.course.facts) ? ['disagreement'] : [];
  return [...new Set([...(current ? [current] : []), ...promises, ...contradiction, ...Object.keys(referral.course.rungs)])];
}

function withAsking(referral: Drafted, said: AskingEvent): Drafted {
  const { course } = referral;
  const triedInVain = said.type === 'FollowUpRecorded' && said.data.ask === 'member'
    ? (said.data.result === 'reached' ? [] : [...course.triedInVain, said.data.recordedAt])
    : course.triedInVain;
  return { ...referral, course: { ...course, triedInVain, rungs: rungsAfter(course.rungs, said, waitingSteps(referral)) } };
}
