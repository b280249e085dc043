import { type ContinuationStatus, type FactSource } from '@hhp/contracts';
import { type Day, Refused, dayOf, daysBehind, isWithin } from '@hhp/domain-kit';
import type { Terms } from '../follow-up/protocol.js';
import { type Fact, type Statement, after, firstServiceOn, gradeOf } from './evidence.js';
import type { Drafted, Referral, ReferralEvent } from './referral.js';
import { permit } from './transitions.js';

export interface Said { readonly on: Day; readonly source: FactSource }

const ids = ({ course }: Drafted) => ({ referralId: course.referralId, memberId: course.memberId });

/** A fact lies behind us, and at most a year before the referral was sent. */
function mustLieBehind(on: Day, { course: { sentAt, since } }: Drafted, { now, calendar: { timeZone } }: Terms): void {
  const today = dayOf(now, timeZone);
  if (on > today) throw new Refused('date-not-past', 'A fact has a date that is not ahead', 'invalid', ['on']);
  if (isWithin(on, daysBehind(dayOf(new Date(sentAt ?? since), timeZone), today))) return;
  throw new Refused('date-too-early', 'A fact has a date of at most a year before its referral was sent', 'invalid', ['on']);
}

/** What the source said, with the grade the fact has with it; undefined when it said just that before. */
function weigh(referral: Drafted, fact: Fact, value: boolean, { on, source }: Said, terms: Terms) {
  mustLieBehind(on, referral, terms);
  const known = referral.course.facts[fact];
  const before = known.find((said) => said.source === source);
  if (before?.value === value && before.on === on) return undefined;
  const recordedAt = terms.now.toISOString();
  const statement: Statement = { value, on, source, recordedAt };
  return { ...ids(referral), on, source, evidenceGrade: gradeOf(after(known, statement), value)!, recordedAt };
}

/** Whether the member applied, when and who says so (002-73). */
export function recordApplication(referral: Referral, said: Said & { applied: boolean }, terms: Terms): ReferralEvent[] {
  permit(referral, 'record-application');
  const weighed = weigh(referral, 'applied', said.applied, said, terms);
  return weighed ? [{ type: 'ApplicationRecorded', data: { ...weighed, applied: said.applied } }] : [];
}

/** Whether the member used the service, when and who says so (002-74). */
export function recordUse(referral: Referral, said: Said & { used: boolean }, terms: Terms): ReferralEvent[] {
  permit(referral, 'record-use');
  const weighed = weigh(referral, 'used', said.used, said, terms);
  return weighed ? [{ type: 'UseRecorded', data: { ...weighed, used: said.used } }] : [];
}

/** The first service was received; another source may say so too and make the evidence better (002-127). */
export function receiveService(referral: Referral, said: Said, terms: Terms): ReferralEvent[] {
  permit(referral, 'receive-service');
  const before = referral.course.facts.received.find((each) => each.source === said.source && each.value);
  if (before && before.on !== said.on) {
    throw new Refused('already-recorded', 'This source named another day; a mistaken day is corrected by a correction', 'conflict', ['on']);
  }
  const weighed = weigh(referral, 'received', true, said, terms);
  const { needId, organizationId, serviceId } = referral.course;
  return weighed ? [{ type: 'ServiceReceived', data: { ...weighed, needId, organizationId, serviceId } }] : [];
}

export interface Correction {
  readonly fact: Fact;
  readonly value: boolean;
  readonly on?: Day | undefined;
  readonly source: FactSource;
  readonly reason: string;
}

/** A fact was recorded by mistake: says what holds instead. Nothing that was said is edited. */
export function correctFact(referral: Referral, correction: Correction, terms: Terms): ReferralEvent[] {
  permit(referral, 'correct-fact');
  const { fact, value, on, source, reason } = correction;
  const known = referral.course.facts[fact];
  const mistaken = known.find((said) => said.source === source);
  if (!mistaken) throw new Refused('nothing-to-correct', 'This source said nothing about that fact', 'conflict', ['fact', 'source']);
  if (on !== undefined) mustLieBehind(on, referral, terms);
  const right = { value, on: on ?? mistaken.on, source, recordedAt: terms.now.toISOString() };
  if (mistaken.value === right.value && mistaken.on === right.on) return [];
  const evidenceGrade = gradeOf(after(known, right), value)!;
  const { recordedAt: correctedAt, ...replacement } = right;
  return [{ type: 'ReferralFactCorrected', data: { ...ids(referral), fact, ...replacement, evidenceGrade, reason, correctedAt } }];
}

const gradeBySource = (source: FactSource) => gradeOf([{ value: true, on: '', source, recordedAt: '' }])!;

/** The answer at a checkpoint: does the member still receive the service? It may come after the referral has closed (002-128). */
export function checkContinuation(
  referral: Referral, said: { checkpointDays: number; status: ContinuationStatus; source: FactSource }, terms: Terms,
): ReferralEvent[] {
  permit(referral, 'check-continuation');
  if (firstServiceOn(referral.course.facts) === undefined) throw new Refused('no-first-service', 'Nothing can continue that was not received');
  if (!terms.protocol.checkpointDays.includes(said.checkpointDays)) {
    throw new Refused('checkpoint-unknown', 'The protocol has no such checkpoint', 'invalid', ['checkpointDays']);
  }
  const evidenceGrade = gradeBySource(said.source);
  const before = referral.course.facts.continuation[said.checkpointDays];
  if (before?.status === said.status && before.evidenceGrade === evidenceGrade) return [];
  return [{ type: 'ContinuationRecorded', data: { ...ids(referral), ...said, evidenceGrade, recordedAt: terms.now.toISOString() } }];
}
