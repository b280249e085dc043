import { type Deed, after, at, calendar, friday, id, inState, protocol } from '../referral/examples.js';
import { close } from '../referral/closing.js';
import { checkContinuation, recordUse } from '../referral/facts.js';
import { type Drafted, type Referral, type ReferralEvent, type Status, evolve, isOpen, stateStep } from '../referral/referral.js';
import { acknowledge } from '../referral/referral-steps.js';
import { transitions } from '../referral/transitions.js';
import { actorOn, nextWatch, recordFollowUp, remind, watchesOf } from './follow-up.js';

const procedure = { calendar, protocol };
const statuses = Object.keys(transitions) as Status[];
const open = statuses.filter((status) => isOpen(inState(status)));

/** Nobody does anything: every clock of the referral runs out, again and again, until this day. */
function silence(referral: Referral, until: string): { said: ReferralEvent[]; referral: Referral } {
  const said: ReferralEvent[] = [];
  for (let turn = 0; turn < 500; turn++) {
    const next = nextWatch(referral, procedure);
    if (!next || next.dueAt.toISOString() > until) return { said, referral };
    const events = remind(referral, newId, { ...procedure, now: next.dueAt });
    expect(events.length).toBeGreaterThan(0);
    said.push(...events);
    referral = events.reduce(evolve, referral);
  }
  throw new Error('The clocks do not move on');
}
let ids = 1000;
const newId = (): string => id(ids++);
const steps = (said: readonly ReferralEvent[], step: string | undefined) => said.flatMap((each) => {
  if (each.type === 'FollowUpDue' && each.data.step === step) return [`ask ${each.data.ask}`];
  if (each.type === 'FollowUpEscalated' && each.data.step === step) return [`tell ${each.data.to}`];
  return [];
});

describe('silence', () => {
  it.each(open)('in the state %s ends at a supervisor, who is told until somebody acts', (status) => {
    const referral = inState(status) as Drafted;
    const ladder = steps(silence(referral, '2020-03-01T00:00:00Z').said, stateStep(referral));
    expect(ladder.slice(-2)).toEqual(['tell supervisor', 'tell supervisor']);
  });
  it('of an organization reminds it, then tells the coordinator, then the supervisor, a business day apart', () => {
    const { said } = silence(inState('sent'), '2019-09-20T00:00:00Z');
    expect(steps(said, 'respond')).toEqual(['ask partner', 'tell coordinator', 'tell supervisor', 'tell supervisor']);
    expect(said[0]).toMatchObject({ type: 'FollowUpDue', data: { dueAt: '2019-09-17T00:00:00.000Z' } });
    expect(said[1]).toMatchObject({ type: 'FollowUpEscalated', data: { escalatedAt: '2019-09-18T00:00:00.000Z', nextAt: '2019-09-19T00:00:00.000Z' } });
  });
  it.each(open)('leaves the state %s with one who has the ball and a date', (status) => {
    for (const until of ['2019-09-13T00:00:00Z', '2019-10-01T00:00:00Z', '2020-01-01T00:00:00Z']) {
      const { referral } = silence(inState(status), until);
      expect(nextWatch(referral, procedure)!.dueAt.toISOString() > until).toBe(true);
    }
  });
  it.each(['closed', 'voided', 'none'] as const)('means nothing in the state %s', (status) => {
    expect(steps(silence(inState(status), '2020-01-01T00:00:00Z').said, 'respond')).toEqual([]);
  });
});

describe('a clock', () => {
  it('that runs out twice asks once', () => {
    const late = at('2019-09-17T00:00:00Z');
    const asked = after(inState('sent'), (referral) => remind(referral, () => id(8), late));
    expect(remind(asked, newId, late)).toEqual([]);
  });
  it('of a state that has passed says nothing', () => {
    const later = after(inState('sent'), (referral) => acknowledge(referral, 'partner', friday));
    expect(remind(later, newId, at('2019-09-17T00:00:00Z'))).toEqual([]);
  });
  it('starts anew when somebody asked and noted the answer', () => {
    const asked = after(inState('sent'), (referral) => remind(referral, () => id(8), at('2019-09-17T00:00:00Z')));
    const noted = (result: 'reached' | 'not-reached'): Deed => (referral) =>
      recordFollowUp(referral, { followUpId: id(8), prompted: true, ask: 'partner', result }, at('2019-09-17T17:00:00Z'));
    const dateAfter = (result: 'reached' | 'not-reached') => watchesOf(after(asked, noted(result)), procedure).find((each) => each.step === 'respond');
    expect(dateAfter('reached')).toMatchObject({ rung: 0, dueAt: new Date('2019-09-25T00:00:00Z') });
    expect(dateAfter('not-reached')).toMatchObject({ rung: 0, dueAt: new Date('2019-09-19T00:00:00Z') });
    expect(noted('reached')(after(asked, noted('reached')))).toEqual([]);
    const unasked = { followUpId: id(99), prompted: true, ask: 'partner', result: 'reached' } as const;
    expect(() => recordFollowUp(asked, unasked, friday)).toThrow(expect.objectContaining({ code: 'follow-up-unknown' }));
  });
  it('names who has the ball on each rung', () => {
    expect([0, 1, 2, 3, 4].map((rung) => actorOn({ ask: 'partner', rung }))).toEqual(['partner', 'partner', 'coordinator', 'supervisor', 'supervisor']);
    expect([0, 1, 2].map((rung) => actorOn({ ask: 'team', rung }))).toEqual(['team', 'team', 'supervisor']);
  });
});

describe('the promise to the member', () => {
  it('falls due on the set day together with the question to the organization (002-110, 002-112)', () => {
    const { said } = silence(inState('accepted'), '2019-09-20T00:00:00Z');
    const due = said.filter((each) => each.type === 'FollowUpDue' && each.data.dueAt === '2019-09-20T00:00:00.000Z');
    expect(due.map((each) => (each.data as { step: string }).step).sort()).toEqual(['member-promise', 'partner-check-in']);
  });
  it('is kept by reaching the member and then asks no more', () => {
    const reached = { followUpId: id(8), prompted: false, ask: 'member', result: 'reached' } as const;
    const kept = after(inState('sent'), (referral) => recordFollowUp(referral, reached, friday));
    expect(watchesOf(kept, procedure).map((each) => each.step)).toEqual(['respond', 'partner-check-in']);
  });
});

describe('a contradiction between two sides', () => {
  it('is a task of the team until it is settled, also after the closing', () => {
    const denied: Deed = (referral) => recordUse(referral, { on: '2019-09-13', source: 'partner', used: false }, friday);
    expect(watchesOf(after(inState('closed'), denied), procedure)).toContainEqual(
      expect.objectContaining({ step: 'disagreement', ask: 'team', dueAt: new Date('2019-09-17T00:00:00Z') }));
  });
});

describe('continuation checkpoints', () => {
  const due = (referral: Referral) => watchesOf(referral, procedure).filter((each) => each.step.startsWith('continuation')).map((each) => each.step);
  it('outlive the closing and end with an answer (002-128)', () => {
    expect(due(inState('closed'))).toEqual(['continuation-30', 'continuation-90', 'continuation-180']);
    const { said } = silence(inState('closed'), '2019-10-13T00:00:00Z');
    expect(said).toEqual([expect.objectContaining({ type: 'ContinuationDue', data: expect.objectContaining({ checkpointDays: 30, dueOn: '2019-10-12' }) })]);
    expect(due(after(inState('closed'), (referral) => checkContinuation(referral, { checkpointDays: 30, status: 'unknown', source: 'staff' }, friday))))
      .toEqual(['continuation-90', 'continuation-180']);
  });
  it('do not outlive the membership', () => {
    const disenrolled = { outcome: 'administrative', reason: 'disenrolled', evidenceGrade: 'A' } as const;
    expect(due(after(inState('in_service'), (referral) => close(referral, disenrolled, friday)))).toEqual([]);
  });
});
