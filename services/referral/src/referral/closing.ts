import { type CloseOutcome, type EvidenceGrade, type NeedCategory, closeReasons } from '@hhp/contracts';
import { Refused, dayOf } from '@hhp/domain-kit';
import type { Terms } from '../follow-up/protocol.js';
import { gradeOf, isDisputed } from './evidence.js';
import type { Drafted, Referral, ReferralEvent } from './referral.js';
import { permit } from './transitions.js';

export interface Closing {
  readonly outcome: CloseOutcome;
  readonly reason: string;
  readonly evidenceGrade: EvidenceGrade;
}

/** Needs for a home: access to it must be shown, not believed (002-20). */
const housingNeeds: readonly NeedCategory[] = ['homelessness', 'housing-instability', 'inadequate-housing'];

/** Ends the referral with an outcome, a reason and a grade of evidence that fit each other and the facts. */
export function close(referral: Referral, closing: Closing, terms: Terms): ReferralEvent[] {
  permit(referral, 'close');
  if (referral.status === 'closed') {
    if (referral.outcome === closing.outcome && referral.reason === closing.reason) return [];
    throw new Refused('already-closed', 'This referral was closed with another outcome', 'conflict', ['outcome']);
  }
  if (!(closeReasons[closing.outcome] as readonly string[]).includes(closing.reason)) {
    throw new Refused('reason-does-not-fit', 'The reason belongs to another outcome', 'invalid', ['outcome', 'reason']);
  }
  mustFitTheFacts(referral, closing);
  if (closing.reason === 'unable_to_reach') mustHaveTried(referral, terms);
  const { referralId, memberId, needId, organizationId, serviceId } = referral.course;
  const { outcome, reason, evidenceGrade } = closing;
  return [{
    type: 'ReferralClosed',
    data: { referralId, memberId, needId, organizationId, serviceId, outcome, reason, evidenceGrade, closedAt: terms.now.toISOString() },
  }];
}

function mustFitTheFacts({ course }: Drafted, { outcome, reason, evidenceGrade }: Closing): void {
  const { applied, used, received } = course.facts;
  const grade = gradeOf(received);
  switch (outcome) {
    case 'received': {
      if (!grade) throw new Refused('evidence-missing', 'Nobody has said that the service was received', 'conflict', ['outcome']);
      if (isDisputed(course.facts)) throw new Refused('facts-disputed', 'Two sides disagree; first find out who is right', 'conflict', ['outcome']);
      if (evidenceGrade < grade) throw new Refused('evidence-too-weak', 'The facts do not carry this grade', 'invalid', ['evidenceGrade']);
      return mustShowHome(course.needCategory, grade);
    }
    case 'received_elsewhere': return mustShowHome(course.needCategory, evidenceGrade);
    case 'not_received_provider':
    case 'not_received_member': {
      if (outcome === 'not_received_provider' && !course.sentAt) {
        throw new Refused('never-sent', 'The organization was never asked', 'conflict', ['outcome']);
      }
      const denied = grade !== undefined
        || (reason === 'did_not_apply' && gradeOf(applied) !== undefined)
        || (reason === 'applied_not_used' && (gradeOf(used) !== undefined || gradeOf(applied) === undefined));
      if (denied && !isDisputed(course.facts)) throw new Refused('facts-disagree', 'The recorded facts say otherwise', 'conflict', ['reason']);
      return;
    }
    case 'not_appropriate': case 'administrative': return;
  }
}

function mustShowHome(needCategory: NeedCategory, grade: EvidenceGrade): void {
  if (housingNeeds.includes(needCategory) && grade === 'E') {
    throw new Refused('access-not-shown', 'A housing need closes as received only with evidence of access', 'conflict', ['evidenceGrade']);
  }
}

function mustHaveTried({ course }: Drafted, { calendar, protocol }: Terms): void {
  const days = new Set(course.triedInVain.map((at) => dayOf(new Date(at), calendar.timeZone)));
  if (days.size < protocol.unreachableAttempts) {
    throw new Refused('ladder-not-exhausted', 'The member was not yet tried on enough days', 'conflict', ['reason']);
  }
}

/** The referral was created in error: it is kept for the audit and counts nowhere. */
export function voidReferral(referral: Referral, reason: string, terms: Terms): ReferralEvent[] {
  permit(referral, 'void');
  if (referral.status === 'voided') return [];
  const { referralId, memberId } = referral.course;
  return [{ type: 'ReferralVoided', data: { referralId, memberId, reason, voidedAt: terms.now.toISOString() } }];
}
