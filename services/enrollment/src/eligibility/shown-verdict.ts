import type { Sensitivity } from '@hhp/contracts';
import { mayRead } from '@hhp/domain-kit';
import type { RulePack, Test } from '../rule-packs/rule-pack.js';
import type { Judgement } from './eligibility.js';
import type { Condition, Fact, Risk } from './facts.js';

/** What the mere code of a condition, a risk or an exclusion gives away. */
const labels: Readonly<Partial<Record<Condition | Risk | 'WAIVER-HIV', Sensitivity>>> = {
  'SUD': 'sud', 'SUD-RISK': 'sud', 'MDD': 'mental-health', 'BIP': 'mental-health', 'PSY': 'mental-health', 'DEPRESSION-RISK': 'mental-health', 'WAIVER-HIV': 'hiv',
};
const labelsOfCode = (code: string): readonly Sensitivity[] => labels[code as keyof typeof labels] ? [labels[code as keyof typeof labels]!] : [];
const labelsOfFact = (fact: Fact): readonly Sensitivity[] => ('code' in fact ? labelsOfCode(fact.code) : []);
/** A clause that nothing but sensitive conditions meet tells of them by its name. */
const labelsOfTest = (test: Test): readonly Sensitivity[] => {
  if (test.kind !== 'conditions' || test.of.some((code) => labelsOfCode(code).length === 0)) return [];
  return test.of.flatMap(labelsOfCode);
};

/** A verdict as this role may see it: its outcome, and of its grounds those whose labels the role reads. */
export function shownTo<Shown extends Judgement>(role: string, judgement: Shown, pack: RulePack): Shown {
  const hidden = pack.clauses.filter(({ test }) => !mayRead(role, labelsOfTest(test)));
  const isHidden = (clauseId: string): boolean => hidden.some(({ id }) => id === clauseId);
  const readsCode = (code: string): boolean => mayRead(role, labelsOfCode(code));
  const clauses = judgement.clauses.filter((id) => !isHidden(id));
  const toldBy = (phase: string): boolean => pack.clauses.some((clause) => clause.phase === phase && clauses.includes(clause.id));
  const hides = clauses.length < judgement.clauses.length;
  return {
    ...judgement, clauses, phases: hides ? judgement.phases.filter(toldBy) : judgement.phases, exclusions: judgement.exclusions.filter(readsCode),
    factsUsed: judgement.factsUsed.filter((fact) => mayRead(role, labelsOfFact(fact))),
    unconfirmedParameters: judgement.unconfirmedParameters.filter((name) => !isHidden(name) && readsCode(name.replace('exclusion:', ''))),
  };
}
