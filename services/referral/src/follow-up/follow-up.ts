import type { FollowUpRecorded } from '@hhp/contracts';
import { type Day, Refused, addDays, businessDaysAfter, calendarDaysAfter, instantAt } from '@hhp/domain-kit';
import { firstServiceOn, isDisputed, lastWordAt } from '../referral/evidence.js';
import { type Drafted, type Referral, type ReferralEvent, isOpen, stateStep } from '../referral/referral.js';
import { permit } from '../referral/transitions.js';
import { type Asked, type Rung, askedBy, continuationStep } from './asking.js';
import type { Terms } from './protocol.js';

/** One clock of a referral: what must happen, who is asked when it runs out, and when that is. */
export interface Watch {
  readonly step: string;
  readonly ask: Asked;
  readonly dueAt: Date;
  readonly rung: number;
}
type Procedure = Omit<Terms, 'now'>;

const endOfDay = (day: Day, { calendar }: Procedure): Date => instantAt(day, calendar.closesAt, calendar.timeZone);

/** The date of the state, before anybody was reminded. */
function stateDue(referral: Drafted, procedure: Procedure): Date {
  const { calendar, protocol } = procedure;
  const since = new Date(referral.course.since);
  switch (referral.status) {
    case 'draft': return calendarDaysAfter(since, protocol.draftDays, calendar);
    case 'awaiting_consent': return new Date(referral.dueAt);
    case 'ready': return calendarDaysAfter(since, protocol.sendDays, calendar);
    case 'sent': return new Date(referral.respondBy);
    case 'acknowledged': return new Date(referral.decideBy);
    case 'accepted': return calendarDaysAfter(since, protocol.scheduleDays, calendar);
    case 'waitlisted': return endOfDay(referral.recontactOn, procedure);
    case 'scheduled': {
      const from = new Date(referral.handoffAt);
      return calendarDaysAfter(from, referral.made ? protocol.scheduleDays : protocol.afterHandoffDays, calendar);
    }
    case 'in_service': return calendarDaysAfter(since, protocol.reviewDays, calendar);
    case 'declined': return calendarDaysAfter(since, protocol.rerouteDays, calendar);
    case 'closed': case 'voided': throw new Error('A referral that has ended waits for nobody');
  }
}

/** Every clock that runs for the referral. An open one has always one; the continuation checkpoints outlive the closing. */
export function watchesOf(referral: Referral, procedure: Procedure): Watch[] {
  if (referral.status === 'none' || referral.status === 'voided') return [];
  if (referral.status === 'closed' && ['disenrolled', 'deceased'].includes(referral.reason)) return [];
  const open = isOpen(referral) ? openWatches(referral, procedure) : [];
  return [...open, ...contradictionWatch(referral, procedure), ...checkpoints(referral, procedure)];
}

function openWatches(referral: Drafted, procedure: Procedure): Watch[] {
  const { rungs, memberFollowUpBy } = referral.course;
  const promised = memberFollowUpBy === undefined ? [] : (['member-promise', 'partner-check-in'] as const)
    .filter((step) => !isKept(rungs[step]))
    .map((step) => watch(referral, step, new Date(memberFollowUpBy), procedure));
  const withdrawn = rungs['consent-withdrawn'];
  const told = withdrawn && !isKept(withdrawn) ? [watch(referral, 'consent-withdrawn', new Date(withdrawn.at), procedure)] : [];
  return [watch(referral, stateStep(referral)!, stateDue(referral, procedure), procedure), ...promised, ...told];
}

/** Somebody was reached about it, so what was promised is kept. */
export const isKept = (rung: Rung | undefined): boolean => rung?.rung === 0 && rung.heard === true;

function contradictionWatch(referral: Drafted, procedure: Procedure): Watch[] {
  if (!isDisputed(referral.course.facts)) return [];
  const noticed = new Date(lastWordAt(referral.course.facts)!);
  return [watch(referral, 'disagreement', businessDaysAfter(noticed, procedure.protocol.ladderBusinessDays, procedure.calendar), procedure)];
}

function checkpoints(referral: Drafted, procedure: Procedure): Watch[] {
  const first = firstServiceOn(referral.course.facts);
  if (first === undefined) return [];
  return procedure.protocol.checkpointDays
    .filter((days) => !(days in referral.course.facts.continuation))
    .map((days) => watch(referral, continuationStep(days), endOfDay(addDays(first, days), procedure), procedure));
}

function watch({ course }: Drafted, step: string, firstDue: Date, { calendar, protocol }: Procedure): Watch {
  const ask = askedBy[step] ?? 'team';
  const rung = course.rungs[step];
  if (!rung) return { step, ask, dueAt: firstDue, rung: 0 };
  const wait = rung.heard ? protocol.afterContactBusinessDays : protocol.ladderBusinessDays;
  const again = businessDaysAfter(new Date(rung.at), wait, calendar);
  const later = rung.rung === 0 && firstDue > again ? firstDue : again;
  return { step, ask, dueAt: later, rung: rung.rung };
}

/** The clock that runs out first. */
export function nextWatch(referral: Referral, procedure: Procedure): Watch | undefined {
  return watchesOf(referral, procedure).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0];
}

/** Who has the ball on a rung: whom the clock asks, then the coordinator for a silent partner, then a supervisor. */
export function actorOn({ ask, rung }: Pick<Watch, 'ask' | 'rung'>): 'member' | 'partner' | 'team' | 'coordinator' | 'supervisor' {
  if (rung <= 1) return ask;
  return ask === 'partner' && rung === 2 ? 'coordinator' : 'supervisor';
}

/** The clocks that ran out: ask, then tell the coordinator, then the supervisor, again and again until somebody acts. */
export function remind(referral: Referral, newId: () => string, terms: Terms): ReferralEvent[] {
  if (referral.status === 'none') return [];
  return watchesOf(referral, terms).filter((each) => each.dueAt <= terms.now).map((due) => reminder(referral, due, newId, terms));
}

function reminder({ course }: Drafted, { step, ask, rung }: Watch, newId: () => string, terms: Terms): ReferralEvent {
  const ids = { referralId: course.referralId, memberId: course.memberId };
  const at = terms.now.toISOString();
  const days = terms.protocol.checkpointDays.find((each) => continuationStep(each) === step);
  if (rung === 0 && days !== undefined) {
    return { type: 'ContinuationDue', data: { ...ids, checkpointDays: days, dueOn: addDays(firstServiceOn(course.facts)!, days), askedAt: at } };
  }
  if (rung === 0) return { type: 'FollowUpDue', data: { ...ids, followUpId: newId(), ask, step, dueAt: at } };
  const to = ask === 'partner' && rung === 1 ? 'coordinator' : 'supervisor';
  const nextAt = businessDaysAfter(terms.now, terms.protocol.ladderBusinessDays, terms.calendar).toISOString();
  return { type: 'FollowUpEscalated', data: { ...ids, step, to, escalatedAt: at, nextAt } };
}

export interface Noted {
  /** The question that this answers; a call of one's own accord gets a new id. */
  readonly followUpId: string;
  readonly prompted: boolean;
  readonly ask: FollowUpRecorded['data']['ask'];
  readonly result: FollowUpRecorded['data']['result'];
}

/** Somebody asked and notes the answer: the clocks it concerns start anew, a promise to the member is kept. */
export function recordFollowUp(referral: Referral, noted: Noted, terms: Terms): ReferralEvent[] {
  permit(referral, 'follow-up');
  const asked = Object.values(referral.course.rungs).find((rung) => rung.followUpId === noted.followUpId);
  if (noted.prompted && !asked) throw new Refused('follow-up-unknown', 'No such follow-up waits for an answer', 'conflict', ['followUpId']);
  if (asked?.rung === 0) return [];
  const { referralId, memberId } = referral.course;
  const { followUpId, ask, result } = noted;
  return [{ type: 'FollowUpRecorded', data: { referralId, memberId, followUpId, ask, result, recordedAt: terms.now.toISOString() } }];
}
