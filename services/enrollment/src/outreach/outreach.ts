import type { ExitReason, MemberDeclined, OutreachAttempted, OutreachMode, OutreachResult } from '@hhp/contracts';
import { type Day, Refused } from '@hhp/domain-kit';
import { listed, type Member } from '../member/member.js';

export interface Attempt {
  readonly memberId: string;
  readonly attemptId: string;
  readonly mode: OutreachMode;
  readonly result: OutreachResult;
  readonly attemptedAt: Date;
}

/** Results that fit one way of reaching out only: a letter is sent, and only a call rings (domain 3.2). */
const fits: Readonly<Partial<Record<OutreachResult, readonly OutreachMode[]>>> = {
  'letter-sent': ['letter'], 'no-answer': ['phone', 'in-person', 'street'], voicemail: ['phone'], disconnected: ['phone'], busy: ['phone'],
  'wrong-number': ['phone', 'text'],
};

/** Somebody tried to reach the member; it counts whether or not it succeeded (001-09). A no to the programme is a fact of its own. */
export function attempt(member: Member, command: Attempt, now: Date, today: Day): (OutreachAttempted | MemberDeclined)[] {
  const { memberId, attemptId, mode, result, attemptedAt } = command;
  if (listed(member).stage === 'enrolled') throw new Refused('already-enrolled', 'The member is in the programme already');
  if (attemptedAt > now) throw new Refused('attempt-to-come', 'An attempt is recorded when it has happened', 'invalid', ['attemptedAt']);
  if (fits[result]?.includes(mode) === false) {
    throw new Refused('result-impossible', 'This way of reaching out has no such result', 'invalid', ['result', 'mode']);
  }
  const attempted: OutreachAttempted = { type: 'OutreachAttempted', data: { memberId, attemptId, mode, result, attemptedAt: attemptedAt.toISOString() } };
  return result === 'declined' ? [attempted, ...decline(member, { memberId, declinedOn: today, reason: 'DP' }, today)] : [attempted];
}

/** The member says no; taking part is voluntary (003-17). Who is in the programme leaves it instead. */
export function decline(member: Member, command: { memberId: string; declinedOn: Day; reason: ExitReason }, today: Day): MemberDeclined[] {
  const { stage } = listed(member);
  if (stage === 'enrolled') throw new Refused('already-enrolled', 'Who is in the programme is disenrolled with a reason');
  if (command.declinedOn > today) throw new Refused('day-to-come', 'A no is recorded when it was said', 'invalid', ['declinedOn']);
  return stage === 'declined' ? [] : [{ type: 'MemberDeclined', data: { ...command } }];
}
