import { Refused } from '@hhp/domain-kit';
import fc from 'fast-check';
import { judge } from '../eligibility/eligibility.js';
import { covered, factsOf, has, looked, used } from '../eligibility/examples.js';
import { after, enrolled, left, listedOn, memberId } from '../member/examples.js';
import { evolve, type KnownMember, type Member, unknownMember } from '../member/member.js';
import { lacare } from '../rule-packs/lacare.js';
import { disenroll, enroll, type Enroll, type EnrollContext, saidBefore, voidEnrollment } from './enrollment.js';

const today = '2019-09-12';
const command: Enroll = {
  memberId, enrollmentId: 'e-1', contractCode: 'GGHP-SF', county: '06075', population: 'SPA1', careEntityId: 'ce-1', coordinatorId: 'c-7',
  enrolledOn: '2019-09-05',
};
const eligible = judge(lacare, factsOf([covered, ...looked, ...has('DM', 'COPD'), used(1, 0)]), '2019-09-05');
const context: EnrollContext = { today, contract: { county: '06075', live: { SPA1: '2018-07-01' } }, careEntityServes: true, judgement: eligible };
const listed = after(listedOn());
const codeOf = (work: () => unknown): string | undefined => {
  try { work(); } catch (refused) { if (refused instanceof Refused) return refused.code; throw refused; }
  return undefined;
};
const codeFor = (change: Partial<Enroll>, around: Partial<EnrollContext> = {}, member: Member = listed): string | undefined =>
  codeOf(() => enroll(member, { ...command, ...change }, { ...context, ...around }));

describe('an enrolment', () => {
  it('names contract, county, population, care entity and coordinator (002-07, 003-17)', () => {
    expect(enroll(listed, command, context)).toEqual([{ type: 'MemberEnrolled', data: { ...command } }]);
    const { coordinatorId: _, ...rest } = command;
    expect(enroll(listed, rest, { ...context, judgement: { ...eligible, chronicallyHomeless: 'no' } })).toEqual([
      { type: 'MemberEnrolled', data: { ...rest, chronicallyHomeless: false } },
    ]);
  });
  it.each([
    ['somebody on no list', {}, {}, 'not-found', unknownMember],
    ['a day to come', { enrolledOn: '2019-09-13' }, {}, 'day-to-come', listed],
    ['a contract of another plan', {}, { contract: undefined }, 'contract-unknown', listed],
    ['a county that is not of the contract', { county: '06065' }, {}, 'county-not-of-contract', listed],
    ['a care entity that does not serve there', {}, { careEntityServes: false }, 'care-entity-unknown', listed],
    ['a day before go-live (001-03)', {}, { contract: { county: '06075', live: { SPA1: '2019-09-06' } } }, 'before-go-live', listed],
    ['a population that is not live (001-04)', { population: 'SPA2' }, {}, 'before-go-live', listed],
    [
      'the population that does not qualify', { population: 'SPA2' }, { contract: { county: '06075', live: { SPA2: '2019-01-01' } } },
      'population-does-not-qualify', listed,
    ],
    ['somebody not eligible (004-25)', {}, { judgement: { ...eligible, verdict: 'not-eligible' } }, 'not-eligible', listed],
    ['somebody excluded (004-32)', {}, { judgement: { ...eligible, verdict: 'excluded' } }, 'excluded', listed],
    ['somebody of whom it is not known (000-28)', {}, { judgement: { ...eligible, verdict: 'unknown' } }, 'eligibility-unknown', listed],
    ['somebody who is in already', {}, {}, 'already-enrolled', after(listedOn(), enrolled('e-0', '2019-08-01'))],
    ['a day on which they were in', {}, {}, 'spans-overlap', after(listedOn(), enrolled('e-0', '2019-08-01'), left('e-0', '2019-09-06'))],
  ] as const)('is refused for %s', (_name, change, around, code, member) => {
    expect(codeFor(change, around, member)).toBe(code);
  });
  it('is allowed on the day of an earlier departure, and on the day of go-live', () => {
    expect(codeFor({ enrollmentId: 'e-2' }, {}, after(listedOn(), enrolled('e-0', '2019-08-01'), left('e-0', '2019-09-05')))).toBeUndefined();
    expect(codeFor({}, { contract: { county: '06075', live: { SPA1: '2019-09-05' } } })).toBeUndefined();
  });
  it('said again is recognised', () => {
    const member = after(listedOn(), ...enroll(listed, command, context));
    expect(saidBefore(member, command)).toBe(true);
    expect(saidBefore(member, { ...command, enrolledOn: '2019-09-06' })).toBe(false);
    expect(saidBefore(member, { ...command, careEntityId: 'ce-2' })).toBe(false);
    expect(saidBefore(listed, command)).toBe(false);
  });
  it('ends on a day with a reason, once (003-17, 004-31)', () => {
    const member = after(listedOn(), enrolled());
    const leaving = { memberId, enrollmentId: 'e-1', disenrolledOn: '2019-09-01', reason: 'DP' } as const;
    expect(disenroll(member, leaving, today)).toEqual([left()]);
    expect(disenroll(after(listedOn(), enrolled(), left()), leaving, today)).toEqual([]);
    expect(codeOf(() => disenroll(after(listedOn(), enrolled(), left()), { ...leaving, disenrolledOn: '2019-09-02' }, today))).toBe('already-disenrolled');
    expect(codeOf(() => disenroll(member, { ...leaving, disenrolledOn: '2019-07-31' }, today))).toBe('before-enrollment');
    expect(codeOf(() => disenroll(member, { ...leaving, disenrolledOn: '2019-09-13' }, today))).toBe('day-to-come');
    expect(codeOf(() => disenroll(member, { ...leaving, enrollmentId: 'e-9' }, today))).toBe('not-found');
  });
  it('that was mistaken is voided by an event, once, and frees its days', () => {
    const member = after(listedOn(), enrolled('e-1', '2019-09-05'));
    const voided = voidEnrollment(member, { memberId, enrollmentId: 'e-1', reason: 'wrong-person' }, today);
    expect(voided).toEqual([{ type: 'EnrollmentVoided', data: { memberId, enrollmentId: 'e-1', county: '06075', voidedOn: today, reason: 'wrong-person' } }]);
    const freed = voided.reduce(evolve, member);
    expect(voidEnrollment(freed, { memberId, enrollmentId: 'e-1', reason: 'wrong-person' }, today)).toEqual([]);
    expect(codeFor({ enrollmentId: 'e-2' }, {}, freed)).toBeUndefined();
    expect(codeOf(() => disenroll(freed, { memberId, enrollmentId: 'e-1', disenrolledOn: today, reason: 'OTH' }, today))).toBe('enrollment-voided');
  });
  it('never overlaps another of the same member, whatever is tried', () => {
    const day = fc.integer({ min: 10, max: 28 }).map((date) => `2019-08-${date}`);
    const step = fc.record({ kind: fc.constantFrom('enroll' as const, 'disenroll' as const, 'void' as const), day, which: fc.nat(8) });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let member: Member = listed;
      steps.forEach(({ kind, day: on, which }, nth) => {
        try {
          const events = kind === 'enroll' ? enroll(member, { ...command, enrollmentId: `e-${nth}`, enrolledOn: on }, context)
            : kind === 'disenroll' ? disenroll(member, { memberId, enrollmentId: `e-${which}`, disenrolledOn: on, reason: 'OTH' }, today)
              : voidEnrollment(member, { memberId, enrollmentId: `e-${which}`, reason: 'mistaken' }, today);
          member = events.reduce(evolve, member);
        } catch (refused) { if (!(refused instanceof Refused)) throw refused; }
      });
      const spans = (member as KnownMember).spans.filter((span) => !span.voided).map(({ from, until = '9999-12-31' }) => ({ from, until }));
      for (const [nth, one] of spans.entries()) {
        for (const other of spans.slice(nth + 1)) expect(one.from < other.until && other.from < one.until).toBe(false);
      }
    }));
  });
});
