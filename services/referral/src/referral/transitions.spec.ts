import { Refused } from '@hhp/domain-kit';
import { recordFollowUp } from '../follow-up/follow-up.js';
import { close, voidReferral } from './closing.js';
import { type Deed, consentId, fridge, friday, handoff, id, inState } from './examples.js';
import { checkContinuation, correctFact, receiveService, recordApplication, recordUse } from './facts.js';
import {
  accept, acknowledge, confirmConsent, decline, draft, loseConsent, makeHandoff, missHandoff, scheduleHandoff, send, waitlist,
} from './referral-steps.js';
import { type ReferralEvent, type Status, evolve } from './referral.js';
import { type Step, steps, transitions } from './transitions.js';

const byMember = { on: '2019-09-12', source: 'member' } as const;

/** The second deed upon a first one that leaves the state as it is. */
const upon = (first: Deed, second: Deed): Deed => (referral) => {
  const between = first(referral).reduce(evolve, referral);
  if (between.status !== referral.status) throw new Refused('moved', 'The first deed led elsewhere');
  return second(between);
};

const nothing: Deed = () => [];
const receive: Deed = (referral) => receiveService(referral, byMember, friday);
const correct = (value: boolean): Deed => (referral) => correctFact(referral, { ...byMember, fact: 'received', value, reason: 'typing' }, friday);
const takeBack = correct(false);
const waitlisting: Deed = (referral) => waitlist(referral, {}, friday);
const appointment: Deed = (referral) => scheduleHandoff(referral, handoff, friday);
/** A first service that was said, taken back, and after all was there, when meanwhile the referral came to where it was. */
const retake = (back: Deed): Deed => (referral) => upon((before) => {
  const said = [receive, takeBack, back].reduce<ReferralEvent[]>((events, deed) => [...events, ...deed(events.reduce(evolve, before))], []);
  return said;
}, correct(true))(referral);

/** Every step, with the ways in which it can turn out. */
const deeds: Record<Step, readonly Deed[]> = {
  'draft': [(referral) => draft(referral, fridge, friday)],
  'send': [consentId, undefined].map((held): Deed => (referral) => send(referral, { channel: 'phone', consentId: held, overrides: [] }, friday)),
  'confirm-consent': [(referral) => confirmConsent(referral, consentId, friday)],
  'lose-consent': [(referral) => loseConsent(referral, consentId, id(9), friday)],
  'acknowledge': [(referral) => acknowledge(referral, 'team', friday)],
  'accept': [(referral) => accept(referral, { by: 'team' }, friday)],
  'decline': [(referral) => decline(referral, 'no_capacity', friday)],
  'waitlist': [waitlisting],
  'schedule-handoff': [appointment],
  'make-handoff': [(referral) => makeHandoff(referral, { outcome: 'introduced' }), (referral) => makeHandoff(referral, { outcome: 'failed' })],
  'miss-handoff': [(referral) => missHandoff(referral, 'no-ride', friday)],
  'record-application': [(referral) => recordApplication(referral, { ...byMember, applied: true }, friday)],
  'record-use': [(referral) => recordUse(referral, { ...byMember, used: true }, friday)],
  'receive-service': [receive],
  'correct-fact': [
    upon((referral) => recordUse(referral, { ...byMember, used: true }, friday),
      (referral) => correctFact(referral, { ...byMember, fact: 'used', value: false, reason: 'typing' }, friday)),
    takeBack,
    ...[nothing, waitlisting, appointment].map((back) => retake(back)),
  ],
  'check-continuation': [
    upon((referral) => receiveService(referral, byMember, friday),
      (referral) => checkContinuation(referral, { checkpointDays: 30, status: 'continuing', source: 'member' }, friday)),
  ],
  'follow-up': [(referral) => recordFollowUp(referral, { followUpId: id(9), prompted: false, ask: 'member', result: 'reached' }, friday)],
  'close': [(referral) => close(referral, { outcome: 'administrative', reason: 'duplicate', evidenceGrade: 'E' }, friday),
    (referral) => close(referral, { outcome: 'received', reason: 'one_off_good_delivered', evidenceGrade: 'D' }, friday)],
  'void': [(referral) => voidReferral(referral, 'wrong-member', friday)],
};

/** Where a step leads in fact: the states it reached, `=` when it stayed, nothing when every way of it was refused. */
function tried(status: Status, step: Step): (Status | '=')[] {
  const reached = deeds[step].flatMap((deed) => {
    const before = inState(status);
    try {
      const after = deed(before).reduce(evolve, before);
      return [after.status === status ? '=' as const : after.status];
    } catch (refusal) {
      expect(refusal).toBeInstanceOf(Refused);
      return [];
    }
  });
  return [...new Set(reached)].sort();
}

const pairs = (Object.keys(transitions) as Status[]).flatMap((status) => steps.map((step) => [status, step] as const));

describe('the transitions of a referral', () => {
  it.each(pairs)('a referral that is %s, asked to %s, goes where the table says', (status, step) => {
    expect(tried(status, step)).toEqual([...(transitions[status][step] ?? [])].sort());
  });
  it('are refused with the name of the step where the table has none', () => {
    expect(() => accept(inState('closed'), { by: 'team' }, friday)).toThrow(expect.objectContaining({ code: 'cannot-accept', kind: 'conflict' }));
    expect(() => accept(inState('none'), { by: 'team' }, friday)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
