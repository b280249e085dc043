import { specificationOf } from '@hhp/testing';
import { calendar, id } from '../referral/examples.js';
import { type Transition, type TransitionEvent, alarm, complete, evolve, nextAlarm, noTransition, open, withdraw } from './transition.js';

const given = specificationOf<Transition, TransitionEvent>(noTransition, evolve);
const at = (now: string) => ({ now: new Date(now), calendar, visitDays: 7 });
const thursday = at('2019-09-12T16:30:00Z');
const ids = { transitionId: id(1), memberId: id(2), stayId: id(1) };
const home = { ...ids, dischargedAt: '2019-09-12T15:00:00.000Z', ownerId: 'coordinator-1' };
const opened: TransitionEvent = { type: 'TransitionFollowUpOpened', data: { ...home, dueAt: '2019-09-20T00:00:00.000Z' } };
const withdrawn: TransitionEvent = {
  type: 'TransitionFollowUpWithdrawn', data: { ...ids, reason: 'discharge-cancelled', withdrawnAt: '2019-09-12T16:30:00.000Z' },
};
const completed: TransitionEvent = { type: 'TransitionFollowUpCompleted', data: { ...ids, completedAt: '2019-09-12T16:30:00.000Z', result: 'reached' } };
const overdue: TransitionEvent = { type: 'TransitionFollowUpOverdue', data: { ...ids, overdueAt: '2019-09-20T00:00:00.000Z' } };

describe('the follow-up after a hospital stay (000-08)', () => {
  it('is due seven days after the discharge', () => {
    given().when((transition) => open(transition, home, thursday)).then(opened);
  });
  it('opens once, and anew when the discharge has another time', () => {
    given(opened).when((transition) => open(transition, home, thursday)).thenNothingHappens();
    const later = { ...home, dischargedAt: '2019-09-13T15:00:00.000Z' };
    given(opened, overdue).when((transition) => open(transition, later, thursday))
      .then({ type: 'TransitionFollowUpOpened', data: { ...later, dueAt: '2019-09-21T00:00:00.000Z' } });
  });
  it('is withdrawn with its discharge, and a new discharge opens it again', () => {
    given(opened).when((transition) => withdraw(transition, 'discharge-cancelled', thursday.now)).then(withdrawn);
    given().when((transition) => withdraw(transition, 'discharge-cancelled', thursday.now)).thenNothingHappens();
    given(opened, withdrawn).when((transition) => open(transition, home, thursday)).then(opened);
  });
  it('is completed by a person, once', () => {
    given(opened).when((transition) => complete(transition, 'reached', thursday.now)).then(completed);
    given(opened, completed).when((transition) => complete(transition, 'reached', thursday.now)).thenNothingHappens();
    given(opened, completed).when((transition) => complete(transition, 'not-reached', thursday.now)).thenRefused('already-completed');
    given(opened, withdrawn).when((transition) => complete(transition, 'reached', thursday.now)).thenRefused('transition-withdrawn');
    given().when((transition) => complete(transition, 'reached', thursday.now)).thenRefused('not-found');
    given(opened, completed).when((transition) => open(transition, { ...home, dischargedAt: '2019-09-12T15:05:00.000Z' }, thursday)).thenNothingHappens();
  });
  it('tells a supervisor when nobody acts in time, every business day', () => {
    given(opened).when((transition) => alarm(transition, at('2019-09-19T23:59:59Z'))).thenNothingHappens();
    given(opened).when((transition) => alarm(transition, at('2019-09-20T00:00:00Z'))).then(overdue);
    expect(nextAlarm([opened, overdue].reduce(evolve, noTransition), calendar)).toEqual(new Date('2019-09-21T00:00:00Z'));
    given(opened, completed).when((transition) => alarm(transition, at('2019-09-20T00:00:00Z'))).thenNothingHappens();
  });
});
