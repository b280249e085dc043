import { addDays } from '@hhp/domain-kit';
import fc from 'fast-check';
import { rulePacks } from '../rule-packs/catalogue.js';
import { judge } from './eligibility.js';
import { contractCode, covered, factsOf, judgedOn, limited, looked } from './examples.js';
import { conditions, dateOf, type Fact, type FactKind, residenceSettings } from './facts.js';

const day = fc.integer({ min: -1500, max: 30 }).map((offset) => addDays(judgedOn, offset));
const until = fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined });
const spell = <Rest extends object>(rest: fc.Arbitrary<Rest>): fc.Arbitrary<Rest & { from: string; until?: string }> =>
  fc.tuple(rest, day, until).map(([each, from, length]) => ({ ...each, from, ...(length ? { until: addDays(from, length) } : {}) }));
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constant('condition' as const), code: fc.constantFrom(...conditions), on: day }),
  spell(fc.record({ kind: fc.constant('residence' as const), setting: fc.constantFrom(...residenceSettings) })),
  spell(fc.constant({ kind: 'inpatient-stay' as const })),
  fc.record({ kind: fc.constant('ed-visit' as const), on: day, admitted: fc.boolean() }),
  fc.record({ kind: fc.constant('utilization' as const), through: day, inpatientStays: fc.nat(2), edVisits: fc.nat(4) }),
  fc.record({ kind: fc.constant('adl-limitation' as const), limited: fc.boolean(), on: day }),
  spell(fc.record({ kind: fc.constant('exclusion' as const), code: fc.constantFrom('CMC', 'NF', 'HOSPICE') })),
);
const timeline = fc.array(fact, { maxLength: 14 }).map((facts) => [covered, limited, ...looked, ...facts]);
const pack = fc.constantFrom(...rulePacks);
const said = ({ factsUsed: _, ...rest }: ReturnType<typeof judge>): object => rest;

describe('every verdict', () => {
  it('is the same in whatever order the facts came', () => {
    const facts = fc.uniqueArray(fact, { maxLength: 12, selector: (each) => `${each.kind} ${dateOf(each)}` });
    fc.assert(fc.property(pack, facts, fc.nat(), (rules, some, turn) => {
      const at = some.length ? turn % some.length : 0;
      const all = [covered, limited, ...looked, ...some];
      const turned = [...some.slice(at), ...some.slice(0, at), ...looked, limited, covered];
      expect(said(judge(rules, factsOf(turned), judgedOn))).toEqual(said(judge(rules, factsOf(all), judgedOn)));
    }));
  });
  it('stays, or becomes unknown, when all facts of one kind are forgotten; it never turns into no (000-28)', () => {
    const forgotten = fc.constantFrom<FactKind>('coverage', 'utilization', 'adl-limitation', 'residence', 'reviewed');
    fc.assert(fc.property(pack, timeline, forgotten, (rules, facts, kind) => {
      const before = judge(rules, factsOf(facts), judgedOn).verdict;
      const after = judge(rules, factsOf(facts.filter((each) => each.kind !== kind)), judgedOn).verdict;
      expect([before, 'unknown']).toContain(after);
    }));
  });
  it('says what was unknown when it is unknown, and which clauses when it is eligible', () => {
    fc.assert(fc.property(pack, fc.array(fact, { maxLength: 12 }), (rules, facts) => {
      const { verdict, clauses, unknownFacts, unmet } = judge(rules, factsOf(facts), judgedOn);
      if (verdict === 'unknown') expect(unknownFacts.length).toBeGreaterThan(0);
      if (verdict === 'not-eligible') expect(unmet.length).toBeGreaterThan(0);
      if (verdict === 'eligible') expect([clauses.some((id) => id.startsWith('R1')), clauses.some((id) => id.startsWith('R2'))]).toEqual([true, true]);
    }));
  });
  it('does not change when a spell of homelessness is recorded in pieces', () => {
    fc.assert(fc.property(timeline, fc.nat(), (facts, where) => {
      const pieces = facts.flatMap((each): Fact[] => {
        if (each.kind !== 'residence' || each.setting !== 'shelter' || !each.until) return [each];
        const middle = addDays(each.from, 1 + (where % 200));
        return middle < each.until ? [{ ...each, until: middle }, { ...each, from: addDays(middle, -1) }] : [each];
      });
      const verdict = (from: readonly Fact[]): unknown =>
        judge(rulePacks[1]!, { timeline: from, live: { [contractCode]: { SPA1: '2018-07-01' } } }, judgedOn).chronicallyHomeless;
      expect(verdict(pieces)).toBe(verdict(facts));
    }));
  });
});
