import { Refused } from '@hhp/domain-kit';
import { after, enrolled, listedOn, memberId } from '../member/examples.js';
import { evolve, unknownMember } from '../member/member.js';
import { attempt, type Attempt, decline } from './outreach.js';

const now = new Date('2019-09-12T16:30:00Z');
const today = '2019-09-12';
const call: Attempt = { memberId, attemptId: 'a-1', mode: 'phone', result: 'no-answer', attemptedAt: new Date('2019-09-10T18:00:00Z') };
const listed = after(listedOn());
const codeOf = (work: () => unknown): string | undefined => {
  try { work(); } catch (refused) { if (refused instanceof Refused) return refused.code; throw refused; }
  return undefined;
};

describe('an attempt to reach a member', () => {
  it('counts whether or not it succeeds (001-09, domain 3)', () => {
    expect(attempt(listed, call, now, today)).toEqual([
      { type: 'OutreachAttempted', data: { memberId, attemptId: 'a-1', mode: 'phone', result: 'no-answer', attemptedAt: '2019-09-10T18:00:00.000Z' } },
    ]);
    expect(attempt(listed, call, now, today).reduce(evolve, listed)).toMatchObject({ stage: 'outreach' });
    const reached = attempt(listed, { ...call, result: 'engaged' }, now, today).reduce(evolve, listed);
    expect(reached).toMatchObject({ stage: 'engaged' });
    expect(attempt(reached, call, now, today).reduce(evolve, reached)).toMatchObject({ stage: 'engaged' });
  });
  it('that hears a no says so as a fact of its own (003-17)', () => {
    const said = attempt(listed, { ...call, result: 'declined' }, now, today);
    expect(said.map(({ type }) => type)).toEqual(['OutreachAttempted', 'MemberDeclined']);
    expect(said.reduce(evolve, listed)).toMatchObject({ stage: 'declined' });
  });
  it.each([
    ['a letter that rings', { mode: 'letter', result: 'busy' } as const, listed, 'result-impossible'],
    ['a call that is a letter', { result: 'letter-sent' } as const, listed, 'result-impossible'],
    ['a time to come', { attemptedAt: new Date('2019-09-12T16:30:01Z') }, listed, 'attempt-to-come'],
    ['somebody in the programme', {}, after(listedOn(), enrolled()), 'already-enrolled'],
    ['somebody on no list', {}, unknownMember, 'not-found'],
  ])('is refused for %s', (_name, change, member, code) => {
    expect(codeOf(() => attempt(member, { ...call, ...change }, now, today))).toBe(code);
  });
});

describe('a no to the programme', () => {
  const no = { memberId, declinedOn: '2019-09-11', reason: 'DP' } as const;
  it('is recorded once, and not for a day to come nor for whom it would end an enrolment', () => {
    const said = decline(listed, no, today);
    expect(said).toEqual([{ type: 'MemberDeclined', data: no }]);
    expect(decline(said.reduce(evolve, listed), no, today)).toEqual([]);
    expect(codeOf(() => decline(listed, { ...no, declinedOn: '2019-09-13' }, today))).toBe('day-to-come');
    expect(codeOf(() => decline(after(listedOn(), enrolled()), no, today))).toBe('already-enrolled');
  });
});
