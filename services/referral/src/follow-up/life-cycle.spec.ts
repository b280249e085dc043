import { closeOutcomes, closeReasons, declineReasons, factSources } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import fc from 'fast-check';
import { close, voidReferral } from '../referral/closing.js';
import { calendar, consentId, fridge, id, inState, protocol } from '../referral/examples.js';
import { checkContinuation, correctFact, receiveService, recordApplication, recordUse } from '../referral/facts.js';
import { type Referral, type ReferralEvent, type Status, evolve, isOpen, stateStep } from '../referral/referral.js';
import {
  accept, acknowledge, confirmConsent, decline, draft, loseConsent, makeHandoff, missHandoff, scheduleHandoff, send, waitlist,
} from '../referral/referral-steps.js';
import { transitions } from '../referral/transitions.js';
import { nextWatch, recordFollowUp, remind, watchesOf } from './follow-up.js';
import type { Terms } from './protocol.js';

type Move = (referral: Referral, terms: Terms, nth: number) => ReferralEvent[];
const day = (terms: Terms): string => terms.now.toISOString().slice(0, 10);
const said = fc.record({ source: fc.constantFrom(...factSources), value: fc.boolean() });
const ending = fc.constantFrom(...closeOutcomes.flatMap((outcome) => closeReasons[outcome].map((reason) => ({ outcome, reason }))));

/** Everything that anybody may do, also what they may not. */
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>((referral, terms) => draft(referral, fridge, terms)),
  fc.constantFrom(consentId, undefined).map((held): Move => (referral, terms) =>
    send(referral, { channel: 'email', consentId: held, overrides: [] }, terms)),
  fc.constantFrom<Move>(
    (referral, terms) => confirmConsent(referral, consentId, terms), (referral, terms, nth) => loseConsent(referral, consentId, id(nth), terms),
    (referral, terms) => acknowledge(referral, 'partner', terms), (referral, terms) => accept(referral, { by: 'team' }, terms),
    (referral, terms) => waitlist(referral, {}, terms), (referral, terms) => missHandoff(referral, 'no-ride', terms),
    (referral) => makeHandoff(referral, { outcome: 'introduced' }), (referral) => makeHandoff(referral, { outcome: 'failed' }),
    (referral, terms) => voidReferral(referral, 'wrong-member', terms),
  ),
  fc.integer({ min: 1, max: 40 }).map((ahead): Move => (referral, terms) => scheduleHandoff(
    referral, { handoffAt: new Date(terms.now.getTime() + ahead * 86_400_000).toISOString(), mode: 'video', participants: ['coordinator-1'] }, terms)),
  fc.constantFrom(...declineReasons).map((reason): Move => (referral, terms) => decline(referral, reason, terms)),
  said.map(({ source, value }): Move => (referral, terms) => recordApplication(referral, { source, applied: value, on: day(terms) }, terms)),
  said.map(({ source, value }): Move => (referral, terms) => recordUse(referral, { source, used: value, on: day(terms) }, terms)),
  said.map(({ source }): Move => (referral, terms) => receiveService(referral, { source, on: day(terms) }, terms)),
  said.map(({ source, value }): Move => (referral, terms) => correctFact(referral, { fact: 'received', source, value, reason: 'typing' }, terms)),
  said.map(({ source }): Move => (referral, terms) => checkContinuation(referral, { checkpointDays: 30, status: 'continuing', source }, terms)),
  fc.constantFrom('member', 'partner', 'team', 'supervisor').chain((ask) => fc.constantFrom('reached', 'not-reached', 'message-left').map((result): Move =>
    (referral, terms, nth) => recordFollowUp(referral, { followUpId: id(nth), prompted: false, ask, result }, terms))),
  ending.map((how): Move => (referral, terms) => close(referral, { ...how, evidenceGrade: 'D' }, terms)),
);
/** A walk from any state: who does what, and how many hours pass before the next one does something. */
const walks = fc.record({
  from: fc.constantFrom(...Object.keys(transitions) as Status[]),
  steps: fc.array(fc.record({ move: moves, hours: fc.constantFrom(0, 1, 5, 24, 100, 1000) }), { minLength: 1, maxLength: 30 }),
});

type Walk = typeof walks extends fc.Arbitrary<infer W> ? W : never;

/** The walk, with every clock that runs out on the way heard; calls `look` after each event that changed anything. */
function walk({ from, steps }: Walk, look: (referral: Referral, now: Date) => void): void {
  let referral = inState(from);
  let [now, ids] = [Date.parse('2019-09-12T16:30:00Z'), 1];
  const terms = (): Terms => ({ now: new Date(now), calendar, protocol });
  const apply = (events: readonly ReferralEvent[]): void => {
    referral = events.reduce(evolve, referral);
    look(referral, new Date(now));
  };
  for (const { move, hours } of steps) {
    try { apply(move(referral, terms(), ids++)); } catch (refused) { if (!(refused instanceof Refused)) throw refused; }
    const until = now + hours * 3_600_000;
    for (let turn = 0, next = nextWatch(referral, terms()); next && next.dueAt.getTime() <= until; next = nextWatch(referral, terms())) {
      if (turn++ > 1_000) throw new Error('The clocks do not move on');
      now = Math.max(now, next.dueAt.getTime());
      apply(remind(referral, () => id(1000 + ids++), terms()));
    }
    now = until;
  }
}

describe('a referral to which anything may happen', () => {
  it('always has an owner and, as long as it is open, a date that lies ahead', () => {
    fc.assert(fc.property(walks, (taken) => {
      walk(taken, (referral, now) => {
        if (!isOpen(referral)) return;
        expect(referral.course.ownerId).not.toBe('');
        const clocks = watchesOf(referral, { calendar, protocol }).map(({ step }) => step);
        // What ran out just now is heard at once; silence about it moves the date on.
        const heard = remind(referral, () => id(9), { now, calendar, protocol }).reduce(evolve, referral as Referral);
        expect(clocks).toContain(stateStep(referral));
        expect(nextWatch(heard, { calendar, protocol })!.dueAt.getTime()).toBeGreaterThan(now.getTime());
      });
    }), { numRuns: 300 });
  });
  it('goes from state to state only as the table of transitions says', () => {
    fc.assert(fc.property(walks, (taken) => {
      let before = inState(taken.from);
      walk(taken, (referral) => {
        const targets = new Set(Object.values(transitions[before.status]).flat());
        expect(referral.status === before.status || targets.has(referral.status)).toBe(true);
        before = referral;
      });
    }), { numRuns: 300 });
  });
});
