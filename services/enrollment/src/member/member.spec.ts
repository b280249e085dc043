import { lacare } from '../rule-packs/lacare.js';
import { judge } from '../eligibility/eligibility.js';
import { covered, factsOf, has, judgedOn, looked, used } from '../eligibility/examples.js';
import { determine } from './determination.js';
import { after, determined, enrolled, knownAfter, left, listedOn, memberId } from './examples.js';
import { list, recordFacts } from './listing.js';
import { openSpan, unknownMember } from './member.js';

const now = new Date('2019-09-12T16:30:00Z');
const again = listedOn().data;

describe('a member', () => {
  it('is listed once by a list, and again when the list says something else (004-29)', () => {
    expect(list(unknownMember, again)).toEqual([listedOn()]);
    expect(list(after(listedOn()), again)).toEqual([]);
    expect(list(after(listedOn()), { ...again, county: '06065' })).toHaveLength(1);
    expect(list(after(listedOn()), { ...again, listId: 'l-2' })).toHaveLength(1);
  });
  it('begins a new episode with the next list, unless in the programme (domain 3.3)', () => {
    const declined = { type: 'MemberDeclined', data: { memberId, declinedOn: '2019-07-05', reason: 'DP' } } as const;
    expect(after(listedOn(), declined)).toMatchObject({ stage: 'declined' });
    expect(after(listedOn(), declined, listedOn())).toMatchObject({ stage: 'declined' });
    expect(after(listedOn(), declined, listedOn('l-2'))).toMatchObject({ stage: 'listed', listId: 'l-2' });
    expect(after(listedOn(), enrolled(), listedOn('l-2', { county: '06065', contractCode: 'GGHP-RIV' }))).toMatchObject({ stage: 'enrolled', county: '06075' });
  });
  it('has facts recorded by kind and source, without their content', () => {
    expect(recordFacts(after(listedOn()), memberId, { kinds: ['condition', 'condition', 'residence'], source: 'staff' }, now)).toEqual([
      { type: 'EligibilityFactsRecorded', data: { memberId, kinds: ['condition', 'residence'], source: 'staff', recordedAt: now.toISOString() } },
    ]);
    expect(recordFacts(after(listedOn()), memberId, { kinds: [], source: 'staff' }, now)).toEqual([]);
    expect(() => recordFacts(unknownMember, memberId, { kinds: ['condition'], source: 'staff' }, now)).toThrow('There is no such member');
  });
  it('is judged once by the same rules as of the same day', () => {
    const judgement = judge(lacare, factsOf([covered, ...looked, ...has('DM', 'COPD'), used(1, 0)]), judgedOn);
    const said = determine(after(listedOn()), memberId, 'd-9', judgement);
    expect(said[0]?.data).toMatchObject({ verdict: 'eligible', ruleVersion: 'hhp/lacare:1', clauses: ['R1a', 'R2b'], asOf: judgedOn, determinationId: 'd-9' });
    expect(determine(after(listedOn(), ...said), memberId, 'd-10', judgement)).toEqual([]);
    expect(determine(after(listedOn(), ...said), memberId, 'd-10', { ...judgement, asOf: '2019-09-13' })).toHaveLength(1);
    expect(() => determine(unknownMember, memberId, 'd-9', judgement)).toThrow('There is no such member');
  });
  it('joins, leaves and joins again; what was voided never counted', () => {
    const twice = knownAfter(listedOn(), determined(), enrolled(), left(), enrolled('e-2', '2019-09-01'));
    expect(openSpan(twice)).toMatchObject({ enrollmentId: 'e-2', from: '2019-09-01' });
    expect(knownAfter(listedOn(), enrolled(), left())).toMatchObject({ stage: 'disenrolled' });
    const voided = { type: 'EnrollmentVoided', data: { memberId, enrollmentId: 'e-1', county: '06075', voidedOn: '2019-09-02', reason: 'mistaken' } } as const;
    expect(knownAfter(listedOn(), enrolled(), voided)).toMatchObject({ stage: 'engaged' });
    expect(knownAfter(listedOn(), enrolled(), left(), enrolled('e-2', '2019-09-01'), voided)).toMatchObject({ stage: 'enrolled' });
  });
});
