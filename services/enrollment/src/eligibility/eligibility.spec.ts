import type { Verdict } from '@hhp/contracts';
import type { LiveFrom } from '../go-live/go-live.js';
import { anthemSpa1 } from '../rule-packs/anthem-spa1.js';
import { ca16007 } from '../rule-packs/ca-16-007.js';
import { rulePackNamed } from '../rule-packs/catalogue.js';
import { lacare } from '../rule-packs/lacare.js';
import { judge } from './eligibility.js';
import { chronic, covered, factsOf, has, housed, inSupportiveHousing, judgedOn, looked, used } from './examples.js';
import type { Fact } from './facts.js';

interface Vector {
  readonly number: number; readonly facts: readonly Fact[]; readonly live?: LiveFrom; readonly expected: Verdict; readonly clauses: readonly string[];
}
const known = [covered, ...looked];
const susan: Fact[] = [{ kind: 'residence', setting: 'with-others', from: '2017-09-01' }];
const vectors: readonly Vector[] = [
  { number: 1, facts: [...has('DM', 'COPD'), used(1, 0), housed], expected: 'eligible', clauses: ['R1a', 'R2b'] },
  { number: 2, facts: [...has('DM', 'COPD'), used(0, 2), housed], expected: 'not-eligible', clauses: ['R1a'] },
  { number: 3, facts: [...has('DM', 'COPD', 'CHF'), used(0, 0), housed], expected: 'eligible', clauses: ['R1a', 'R2a'] },
  { number: 4, facts: [...has('HTN', 'DM'), used(0, 3), housed], expected: 'eligible', clauses: ['R1b', 'R2c'] },
  { number: 5, facts: [...has('HTN', 'CKD'), used(1, 5), housed], expected: 'not-eligible', clauses: ['R2b', 'R2c'] },
  { number: 6, facts: [...has('HTN', 'DM', 'CAD'), used(0, 0), housed], expected: 'eligible', clauses: ['R1a', 'R1b', 'R2a'] },
  { number: 7, facts: [...has('MDD'), used(0, 0), ...chronic], expected: 'eligible', clauses: ['R1c', 'R2d'] },
  { number: 8, facts: [...has('MDD'), used(1, 0), housed], live: { SPA1: '2019-07-01', SPA2: '2020-01-01' }, expected: 'not-eligible', clauses: [] },
  { number: 9, facts: [...has('ASTHMA'), used(0, 3), housed], expected: 'eligible', clauses: ['R1d', 'R2c'] },
  {
    number: 10, facts: [...has('SUD', 'CLD'), used(0, 0), ...chronic, { kind: 'exclusion', code: 'CMC', from: '2019-01-01' }],
    expected: 'excluded', clauses: ['R1a', 'R2d'],
  },
  { number: 11, facts: [...has('DM', 'CAD'), used(2, 0), housed], expected: 'eligible', clauses: ['R1a', 'R2b'] },
  { number: 12, facts: [...has('SUD', 'DM'), used(0, 0), ...inSupportiveHousing(24)], expected: 'not-eligible', clauses: ['R1a'] },
  { number: 13, facts: [...has('SUD', 'DM'), used(0, 0), ...inSupportiveHousing(23)], expected: 'eligible', clauses: ['R1a', 'R2d'] },
  { number: 14, facts: [...has('HTN', 'DM', 'CAD'), used(0, 0), housed], expected: 'eligible', clauses: ['R1a', 'R1b', 'R2a'] },
  {
    number: 15, facts: [...has('SUD', 'DM'), { kind: 'inpatient-stay', from: '2019-03-10', until: '2019-03-14' }, ...susan],
    expected: 'eligible', clauses: ['R1a', 'R2b'],
  },
];
const judgeOf = ({ facts, live }: Vector, pack = lacare): ReturnType<typeof judge> => judge(pack, factsOf([...known, ...facts], live), judgedOn);

describe('the test vectors of the programme (domain 2.7)', () => {
  it.each(vectors)('vector $number is $expected by $clauses', (vector) => {
    const { verdict, clauses, ruleVersion, asOf } = judgeOf(vector);
    expect({ verdict, clauses, ruleVersion, asOf }).toEqual({ verdict: vector.expected, clauses: vector.clauses, ruleVersion: 'hhp/lacare:1', asOf: judgedOn });
  });
  it('are all fifteen', () => expect(vectors.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, nth) => nth + 1)));
  it('vector 9 is not eligible as Anthem words it, and as CMS does only with a risk (domain 2.6)', () => {
    expect(judgeOf(vectors[8]!, anthemSpa1)).toMatchObject({ verdict: 'not-eligible', clauses: ['R2c'], unmet: ['R1'] });
    expect(judgeOf(vectors[8]!, ca16007)).toMatchObject({ verdict: 'not-eligible', clauses: ['R2c'] });
    const atRisk: Vector = { ...vectors[8]!, facts: [...vectors[8]!.facts, { kind: 'risk', code: 'BMI-OVER-25', on: '2019-02-01' }] };
    expect(judgeOf(atRisk, ca16007)).toMatchObject({ verdict: 'eligible', clauses: ['R1d', 'R2c'] });
  });
  it('vector 15 does not know whether Susan is chronically homeless, and says so (000-28, 002-117)', () => {
    expect(judgeOf(vectors[14]!)).toMatchObject({ chronicallyHomeless: 'unknown', unknownFacts: ['ed-visits', 'adl-limitation'] });
  });
});

describe('a verdict', () => {
  const everything = [...known, ...has('DM', 'COPD'), used(1, 0), housed];
  const without = (left: (fact: Fact) => boolean): ReturnType<typeof judge> => judge(lacare, factsOf(everything.filter((fact) => !left(fact))), judgedOn);

  it.each([
    ['coverage', (fact: Fact) => fact.kind === 'coverage', 'coverage'],
    ['a look at exclusions', (fact: Fact) => fact.kind === 'reviewed' && fact.what === 'exclusions', 'exclusions'],
    ['counts of stays and visits', (fact: Fact) => fact.kind === 'utilization', 'inpatient-stays'],
  ] as const)('is unknown without %s, never no (000-28)', (_name, left, unknown) => {
    const { verdict, unknownFacts } = without(left);
    expect(verdict).toBe('unknown');
    expect(unknownFacts).toContain(unknown);
  });
  it('is unknown when too few conditions are recorded and nobody looked for all', () => {
    const facts = [covered, looked[2]!, ...has('DM'), used(1, 0)];
    expect(judge(lacare, factsOf(facts), judgedOn)).toMatchObject({ verdict: 'unknown', clauses: ['R2b'] });
    expect(judge(lacare, factsOf([...facts, looked[0]!]), judgedOn)).toMatchObject({ verdict: 'not-eligible', unmet: ['R1'] });
  });
  it('is no before the county goes live (001-03)', () => {
    expect(judge(lacare, factsOf(everything, { SPA1: '2019-09-13' }), judgedOn)).toMatchObject({ verdict: 'not-eligible', clauses: [], unmet: ['R0'] });
    expect(judge(lacare, factsOf(everything, { SPA1: judgedOn }), judgedOn).verdict).toBe('eligible');
  });
  it('is no when coverage has ended, and unknown when it only begins (000-24)', () => {
    const [, ...rest] = everything;
    const coverage = (from: string, until?: string): Fact => ({ kind: 'coverage', contractCode: 'GGHP-SF', from, ...(until ? { until } : {}) });
    expect(judge(lacare, factsOf([coverage('2018-01-01', judgedOn), ...rest]), judgedOn)).toMatchObject({ verdict: 'not-eligible', unmet: ['R0'] });
    expect(judge(lacare, factsOf([coverage('2019-09-13'), ...rest]), judgedOn).verdict).toBe('unknown');
  });
  it('names the facts and the unconfirmed parameters that it rests on (domain 0)', () => {
    const { factsUsed, unconfirmedParameters } = judge(lacare, factsOf(everything), judgedOn);
    expect(factsUsed).toEqual(expect.arrayContaining([covered, ...has('DM', 'COPD'), used(1, 0)]));
    expect(factsUsed).not.toContainEqual(housed);
    expect(unconfirmedParameters).toEqual(['acuity-lookback-months', 'statement-months']);
  });
  it('names an exclusion that no text confirms, and a clause', () => {
    const hospice: Fact = { kind: 'exclusion', code: 'HOSPICE', from: '2019-01-01' };
    expect(judge(lacare, factsOf([...everything, hospice]), judgedOn)).toMatchObject({ verdict: 'excluded', exclusions: ['HOSPICE'] });
    expect(judge(lacare, factsOf([...everything, hospice]), judgedOn).unconfirmedParameters).toContain('exclusion:HOSPICE');
    expect(judge(ca16007, factsOf([...known, ...has('MDD'), used(1, 0)]), judgedOn).unconfirmedParameters).toContain('R1c');
  });
  it.each([['2019-08-01', 'eligible'], ['2019-07-31', 'excluded']] as const)(
    'for somebody in a nursing facility since %s is %s: the month of admission and the one after are allowed (domain 2.5)', (from, verdict) => {
      expect(judge(lacare, factsOf([...everything, { kind: 'exclusion', code: 'NF', from }]), judgedOn).verdict).toBe(verdict);
    });
  it.each([['2019-09-30', 'eligible'], ['2019-10-01', 'excluded']] as const)('as of %s for a nursing facility since August is %s', (day, verdict) => {
    expect(judge(lacare, factsOf([...everything, { kind: 'exclusion', code: 'NF', from: '2019-08-20' }]), day).verdict).toBe(verdict);
  });
  it.each([['2020-03-01', 'eligible', 'not-eligible'], ['2020-03-02', 'unknown', 'unknown']] as const)(
    'as of %s is %s, or %s when nothing was acute: counts and reviews stand for six months', (day, acute, quiet) => {
      expect(judge(lacare, factsOf(everything), day).verdict).toBe(acute);
      expect(judge(lacare, factsOf([...known, ...has('DM', 'COPD'), used(0, 0), housed]), day).verdict).toBe(quiet);
    });
  it('takes the word of a list on homelessness only where the timeline is silent (domain 2.4)', () => {
    const facts = [...known, ...has('DM', 'COPD'), used(0, 0), { kind: 'homelessness', on: '2019-09-01', chronic: true } as const];
    expect(judge(lacare, factsOf(facts), judgedOn)).toMatchObject({ verdict: 'eligible', clauses: ['R1a', 'R2d'] });
    expect(judge(lacare, factsOf([...facts, housed]), judgedOn)).toMatchObject({ verdict: 'not-eligible', clauses: ['R1a'] });
  });
  it('is no longer excluded when the exclusion has ended', () => {
    expect(judge(lacare, factsOf([...everything, { kind: 'exclusion', code: 'CMC', from: '2019-01-01', until: judgedOn }]), judgedOn).verdict).toBe('eligible');
  });
  it('counts what happened after a count on top of it, and an admitted visit as a stay only (domain 2.2)', () => {
    const visit = (on: string, admitted = false): Fact => ({ kind: 'ed-visit', on, admitted });
    const facts = [...known, ...has('DM', 'COPD'), housed, used(0, 2)];
    expect(judge(lacare, factsOf([...facts, visit('2019-09-05')]), judgedOn).clauses).toEqual(['R1a', 'R2c']);
    expect(judge(lacare, factsOf([...facts, visit('2019-08-05')]), judgedOn).clauses).toEqual(['R1a']);
    expect(judge(lacare, factsOf([...facts, visit('2019-09-05', true)]), judgedOn).clauses).toEqual(['R1a']);
  });
  it.each([['2018-09-12', ['R1a']], ['2018-09-13', ['R1a', 'R2b']]])('counts a stay that ended on %s as %s: the last year, to the day', (until, clauses) => {
    const facts = [...known, ...has('DM', 'COPD'), { kind: 'inpatient-stay', from: '2018-09-01', until } as const];
    expect(judge(lacare, factsOf(facts), judgedOn).clauses).toEqual(clauses);
  });
  it('does not see what is dated later', () => {
    const later = [...known, { kind: 'condition', code: 'DM', on: '2019-09-13' } as const, ...has('COPD'), used(1, 0), housed];
    expect(judge(lacare, factsOf(later), judgedOn)).toMatchObject({ verdict: 'not-eligible' });
    expect(judge(lacare, factsOf(later), '2019-09-13')).toMatchObject({ verdict: 'eligible' });
  });
  it('cites a pack that exists', () => {
    expect(rulePackNamed('hhp/ca-16-007')).toBe(ca16007);
    expect(rulePackNamed('hhp/lacare:1')).toBe(lacare);
    expect(() => rulePackNamed('hhp/nowhere')).toThrow('There is no such rule pack');
  });
});
