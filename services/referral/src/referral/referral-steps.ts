import {
  type Channel, type DataClass, type DeclineReason, type HandoffMode, type NeedCategory, closeReasons,
} from '@hhp/contracts';
import { type Day, Refused, addDays, businessDaysAfter, calendarDaysAfter, dayOf, daysAhead, isWithin } from '@hhp/domain-kit';
import type { Terms } from '../follow-up/protocol.js';
import { type Drafted, type Referral, type ReferralEvent, isShown, isWithdrawn } from './referral.js';
import { permit } from './transitions.js';

export interface Draft {
  readonly referralId: string;
  readonly memberId: string;
  readonly needId: string;
  readonly needCategory: NeedCategory;
  readonly organizationId: string;
  readonly serviceId: string;
  readonly dataClasses: readonly DataClass[];
  readonly ownerId: string;
}
export type Answerer = 'partner' | 'team';

const iso = (terms: Terms): string => terms.now.toISOString();
const ids = ({ course }: Drafted) => ({ referralId: course.referralId, memberId: course.memberId });

/** Composes a referral for a need, or recomposes one that has not left its draft; the same words again say nothing new. */
export function draft(referral: Referral, wanted: Draft, terms: Terms): ReferralEvent[] {
  if (referral.status !== 'none') {
    if (isSame(referral, wanted)) return [];
    if (referral.status !== 'draft') throw new Refused('cannot-draft', 'Only a draft can be composed anew; void it and draft another');
    if (referral.course.memberId !== wanted.memberId) throw new Refused('other-member', 'A referral stays with its member', 'conflict', ['memberId']);
  }
  return [{ type: 'ReferralDrafted', data: { ...wanted, draftedAt: iso(terms) } }];
}

function isSame({ course }: Drafted, wanted: Draft): boolean {
  const classes = (list: readonly DataClass[]): string => [...list].sort().join();
  return classes(course.dataClasses) === classes(wanted.dataClasses) && course.memberId === wanted.memberId && course.needId === wanted.needId
    && course.organizationId === wanted.organizationId && course.serviceId === wanted.serviceId && course.ownerId === wanted.ownerId;
}

export interface Sending {
  readonly channel: Channel;
  /** The consent under which the data may go to this organization now; without one nothing leaves (002-71). */
  readonly consentId: string | undefined;
  readonly overrides: readonly string[];
}

/** Sends the referral, or lets it wait for the consent that is missing: it never leaves silently. */
export function send(referral: Referral, sending: Sending, terms: Terms): ReferralEvent[] {
  permit(referral, 'send');
  if (referral.status === 'sent') return [];
  if (!sending.consentId) return referral.status === 'awaiting_consent' ? [] : [awaitingConsent(referral, terms)];
  const confirmed = referral.status === 'awaiting_consent' ? [consentConfirmed(referral, sending.consentId, terms)] : [];
  const ready = referral.status === 'ready' ? [] : [readyUnder(referral, sending.consentId, terms)];
  return [...confirmed, ...ready, sent(referral, sending.consentId, sending, terms)];
}

function sent(referral: Drafted, consentId: string, { channel, overrides }: Sending, terms: Terms): ReferralEvent {
  const { now, calendar, protocol } = terms;
  const { needId, needCategory, organizationId, serviceId, dataClasses } = referral.course;
  return {
    type: 'ReferralSent',
    data: {
      ...ids(referral), needId, needCategory, organizationId, serviceId, channel, consentId, dataClasses, sentAt: iso(terms),
      respondBy: businessDaysAfter(now, protocol.respondBusinessDays, calendar).toISOString(),
      memberFollowUpBy: calendarDaysAfter(now, protocol.memberFollowUpDays, calendar).toISOString(),
      ...(overrides.length > 0 ? { overrides } : {}),
    },
  };
}

function awaitingConsent(referral: Drafted, terms: Terms): ReferralEvent {
  const dueAt = calendarDaysAfter(terms.now, terms.protocol.consentDays, terms.calendar).toISOString();
  return { type: 'ReferralAwaitingConsent', data: { ...ids(referral), organizationId: referral.course.organizationId, since: iso(terms), dueAt } };
}

function consentConfirmed(referral: Drafted, consentId: string, terms: Terms): ReferralEvent {
  return { type: 'ReferralConsentConfirmed', data: { ...ids(referral), consentId, confirmedAt: iso(terms) } };
}

function readyUnder(referral: Drafted, consentId: string, terms: Terms): ReferralEvent {
  return { type: 'ReferralReady', data: { ...ids(referral), consentId, readyAt: iso(terms) } };
}

/** The consent that was missing arrived: what waited may be sent, by a person who presses it again; what was sent is under a consent again. */
export function confirmConsent(referral: Referral, consentId: string, terms: Terms): ReferralEvent[] {
  permit(referral, 'confirm-consent');
  const confirmed = consentConfirmed(referral, consentId, terms);
  if (referral.status === 'awaiting_consent') return [confirmed, readyUnder(referral, consentId, terms)];
  return isWithdrawn(referral) ? [confirmed] : [];
}

/** The member took this consent back: what has not left waits again; of what has left a person is told, who alone may end it. */
export function loseConsent(referral: Referral, consentId: string, followUpId: string, terms: Terms): ReferralEvent[] {
  permit(referral, 'lose-consent');
  if (referral.course.consentId !== consentId || referral.status === 'awaiting_consent') return [];
  if (referral.status === 'ready') return [awaitingConsent(referral, terms)];
  if (!isShown(referral)) return [];
  return [{ type: 'FollowUpDue', data: { ...ids(referral), followUpId, ask: 'team', step: 'consent-withdrawn', dueAt: iso(terms) } }];
}

/** The organization has seen the referral and should decide by the set date. */
export function acknowledge(referral: Referral, by: Answerer, terms: Terms): ReferralEvent[] {
  permit(referral, 'acknowledge');
  if (referral.status === 'acknowledged') return [];
  const decideBy = businessDaysAfter(terms.now, terms.protocol.decideBusinessDays, terms.calendar).toISOString();
  return [{ type: 'ReferralAcknowledged', data: { ...ids(referral), acknowledgedAt: iso(terms), by, decideBy } }];
}

/** What is expected comes within two years, and not before the referral was sent: what the organization said may be written down later. */
function mustBeExpectable(day: Day | undefined, field: string, { course: { sentAt, since } }: Drafted, { now, calendar: { timeZone } }: Terms): void {
  const days = daysAhead(dayOf(new Date(sentAt ?? since), timeZone), dayOf(now, timeZone));
  if (day !== undefined && !isWithin(day, days)) throw new Refused('date-not-expected', 'What is expected has a day of the next two years', 'invalid', [field]);
}

/** The organization will serve the member. */
export function accept(referral: Referral, said: { by: Answerer; expectedStartOn?: Day | undefined }, terms: Terms): ReferralEvent[] {
  permit(referral, 'accept');
  if (referral.status === 'accepted') return [];
  mustBeExpectable(said.expectedStartOn, 'expectedStartOn', referral, terms);
  const start = said.expectedStartOn ? { expectedStartOn: said.expectedStartOn } : {};
  const { organizationId } = referral.course;
  return [{ type: 'ReferralAccepted', data: { ...ids(referral), organizationId, acceptedAt: iso(terms), by: said.by, ...start } }];
}

/** Somebody said no, with a reason that tells whose no it is. */
export function decline(referral: Referral, reason: DeclineReason, terms: Terms): ReferralEvent[] {
  permit(referral, 'decline');
  if (referral.status === 'declined') {
    if (referral.reason === reason) return [];
    throw new Refused('already-declined', 'This referral was declined for another reason', 'conflict', ['reason']);
  }
  const side = (closeReasons.not_received_member as readonly string[]).includes(reason) ? 'member' : 'provider';
  const { organizationId, serviceId } = referral.course;
  return [{ type: 'ReferralDeclined', data: { ...ids(referral), organizationId, serviceId, side, reason, declinedAt: iso(terms) } }];
}

/** There is no room yet; both sides talk again on a set day. */
export function waitlist(referral: Referral, said: { estimatedStartOn?: Day | undefined; recontactOn?: Day | undefined }, terms: Terms): ReferralEvent[] {
  permit(referral, 'waitlist');
  const today = dayOf(terms.now, terms.calendar.timeZone);
  const recontactOn = said.recontactOn ?? addDays(today, terms.protocol.recontactDays);
  if (recontactOn <= today) throw new Refused('date-not-ahead', 'The day to talk again lies ahead', 'invalid', ['recontactOn']);
  mustBeExpectable(recontactOn, 'recontactOn', referral, terms);
  mustBeExpectable(said.estimatedStartOn, 'estimatedStartOn', referral, terms);
  if (referral.status === 'waitlisted' && referral.recontactOn === recontactOn) return [];
  const estimate = said.estimatedStartOn ? { estimatedStartOn: said.estimatedStartOn } : {};
  const { organizationId } = referral.course;
  return [{ type: 'ReferralWaitlisted', data: { ...ids(referral), organizationId, recontactOn, ...estimate, waitlistedAt: iso(terms) } }];
}

export interface Handoff { readonly handoffAt: string; readonly mode: HandoffMode; readonly participants: readonly string[] }

/** Sets a warm handoff: when, how, who takes part. A new date replaces the one that was set. */
export function scheduleHandoff(referral: Referral, handoff: Handoff, terms: Terms): ReferralEvent[] {
  permit(referral, 'schedule-handoff');
  const handoffAt = new Date(handoff.handoffAt).toISOString();
  if (handoffAt <= iso(terms)) throw new Refused('date-not-ahead', 'A handoff is set for a time that lies ahead', 'invalid', ['handoffAt']);
  mustBeExpectable(dayOf(new Date(handoffAt), terms.calendar.timeZone), 'handoffAt', referral, terms);
  if (referral.status === 'scheduled' && referral.handoffAt === handoffAt && referral.mode === handoff.mode
    && referral.participants.join() === handoff.participants.join()) return [];
  return [{ type: 'HandoffScheduled', data: { ...ids(referral), ...handoff, handoffAt, scheduledAt: iso(terms) } }];
}

/** The member was introduced; who came may differ from who was asked. */
export function makeHandoff(
  referral: Referral, said: { outcome: 'introduced' | 'partly' | 'failed'; participants?: readonly string[] | undefined },
): ReferralEvent[] {
  permit(referral, 'make-handoff');
  if (referral.status !== 'scheduled' || referral.made) return [];
  const { handoffAt, mode } = referral;
  return [{
    type: 'WarmHandoffMade',
    data: { ...ids(referral), handoffAt, mode, participants: said.participants ?? referral.participants, outcome: said.outcome },
  }];
}

/** The handoff did not take place, so the organization is asked for a new date. */
export function missHandoff(referral: Referral, reason: string, terms: Terms): ReferralEvent[] {
  permit(referral, 'miss-handoff');
  if (referral.status === 'scheduled' && referral.made) throw new Refused('handoff-made', 'The member was introduced already');
  return [{ type: 'HandoffMissed', data: { ...ids(referral), missedAt: iso(terms), reason } }];
}
