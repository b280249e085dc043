import { Refused } from '@hhp/domain-kit';
import { agree, evolve, noPlan, planSections, punctuality, type AgreeActionPlan } from './action-plan.js';

const context = { enrolledOn: '2019-09-01', dueOn: '2019-11-30', today: '2019-09-16', needsOfMember: ['n-1', 'n-2'] };
const command: AgreeActionPlan = {
  memberId: 'm-1', planId: 'p-1', agreedOn: '2019-09-16', reason: 'initial', needIds: ['n-1'], goals: [{ needId: 'n-1' }, {}], answered: planSections,
};
const codeOf = (work: () => unknown): string | undefined => {
  try { work(); } catch (refused) { if (refused instanceof Refused) return refused.code; throw refused; }
  return undefined;
};

describe('a Health Action Plan', () => {
  it('is agreed with its needs and goals, and says when it was due (000-18, 002-09)', () => {
    expect(agree(noPlan, command, context)).toEqual([{
      type: 'ActionPlanAgreed',
      data: { memberId: 'm-1', planId: 'p-1', planVersion: 1, agreedOn: '2019-09-16', needIds: ['n-1'], goalCount: 2, dueOn: '2019-11-30' },
    }]);
  });
  it.each(planSections)('is not agreed without an answer on %s (002-09 … 002-11, 002-13)', (section) => {
    const answered = planSections.filter((each) => each !== section);
    expect(codeOf(() => agree(noPlan, { ...command, answered }, context))).toBe('section-unanswered');
  });
  it.each([
    ['without a goal', { goals: [] }, 'goal-missing'],
    ['with the need of somebody else', { needIds: ['n-9'] }, 'not-found'],
    ['with a goal for a need it does not hold', { goals: [{ needId: 'n-2' }] }, 'goal-without-need'],
    ['for a day to come', { agreedOn: '2019-09-17' }, 'agreed-on-impossible'],
    ['before the enrolment', { agreedOn: '2019-08-31' }, 'agreed-on-impossible'],
    ['for the first time with a reason of change', { reason: 'needs-changed' as const }, 'reason-impossible'],
  ])('is not agreed %s', (_name, change, code) => {
    expect(codeOf(() => agree(noPlan, { ...command, ...change }, context))).toBe(code);
  });
  it('becomes version 2 with the reason of the change; version 1 is not edited (002-15)', () => {
    const first = agree(noPlan, command, context).reduce(evolve, noPlan);
    expect(codeOf(() => agree(first, command, context))).toBe('reason-impossible');
    const changed = { ...command, reason: 'needs-changed', needIds: ['n-1', 'n-2'] } as const;
    expect(agree(first, changed, context)[0]?.data).toMatchObject({ planVersion: 2, needIds: ['n-1', 'n-2'] });
  });
  it.each([
    [undefined, '2019-11-30', 'due'], [undefined, '2019-12-01', 'overdue'],
    ['2019-11-30', '2020-01-01', 'agreed-in-time'], ['2019-12-01', '2020-01-01', 'agreed-late'],
  ] as const)('agreed on %s, asked on %s, is %s: 90 days, to the day', (agreedOn, today, expected) => {
    expect(punctuality(agreedOn, '2019-11-30', today)).toBe(expected);
  });
});
