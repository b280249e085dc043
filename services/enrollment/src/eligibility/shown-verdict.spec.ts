import { ca16007 } from '../rule-packs/ca-16-007.js';
import { lacare } from '../rule-packs/lacare.js';
import type { RulePack } from '../rule-packs/rule-pack.js';
import { judge } from './eligibility.js';
import { conditions, type Fact, risks } from './facts.js';
import { shownTo } from './shown-verdict.js';

const on = '2019-03-01';
const sensitive = ['SUD', 'SUD-RISK', 'MDD', 'BIP', 'PSY', 'DEPRESSION-RISK', 'WAIVER-HIV'];
const timeline: readonly Fact[] = [
  { kind: 'coverage', contractCode: 'GG-SF', from: '2018-07-01' },
  ...conditions.map((code) => ({ kind: 'condition', code, on }) as const), ...risks.map((code) => ({ kind: 'risk', code, on }) as const),
  { kind: 'exclusion', code: 'WAIVER-HIV', from: on }, { kind: 'exclusion', code: 'CMC', from: on },
];
const judged = (pack: RulePack) => judge(pack, { timeline, live: { 'GG-SF': { SPA1: '2018-07-01', SPA2: '2019-01-01' } } }, '2019-09-12');

describe('a verdict, with all that is known of the member', () => {
  it.each([ca16007, lacare])('names its grounds of $name to roles that read their labels, and of the others nothing that a label hides', (pack) => {
    const whole = judged(pack);
    expect(shownTo('care-coordinator', whole, pack)).toEqual(whole);
    for (const role of ['plan-administrator', 'housing-navigator', 'community-health-worker']) {
      const shown = shownTo(role, whole, pack);
      expect(JSON.stringify(shown)).not.toMatch(new RegExp(`"(exclusion:)?(${sensitive.join('|')}|R1c)"|SPA2`));
      expect(shown).toMatchObject({ verdict: 'excluded', exclusions: ['CMC'], phases: ['SPA1'] });
      expect(shown.factsUsed).toContainEqual({ kind: 'condition', code: 'HTN', on });
      expect(shown.clauses).toEqual(whole.clauses.filter((id) => id !== 'R1c'));
    }
  });
});
