import type { Verdict } from '@hhp/contracts';
import { addDays, addMonths, type Day } from '@hhp/domain-kit';
import type { Phase } from '../go-live/go-live.js';
import type { Clause, Exclusion, RulePack } from '../rule-packs/rule-pack.js';
import { type Finding, test } from './clause.js';
import { type Fact, type FactOf, type FactsOfMember, forEver, known } from './facts.js';
import { allOf, anyOf, type Truth } from './truth.js';

/** A verdict with everything that it rests on: rule, version, clauses, facts, what was unknown and which parameters are unconfirmed. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly ruleVersion: string;
  readonly asOf: Day;
  /** Satisfied clauses, R1 and R2. Without R0 no clause counts. */
  readonly clauses: readonly string[];
  /** Criteria that are known not to be met. */
  readonly unmet: readonly ('R0' | 'R1' | 'R2')[];
  /** Phases under which the member qualifies. */
  readonly phases: readonly Phase[];
  readonly exclusions: readonly string[];
  readonly factsUsed: readonly Fact[];
  readonly unknownFacts: readonly string[];
  readonly unconfirmedParameters: readonly string[];
  readonly chronicallyHomeless: Truth;
}

interface Judged extends Finding { readonly clause: Clause }

/** Judges a member as of a day: R0 and one of R1 and one of R2 and no exclusion (domain 2). An unknown fact gives unknown, never no. */
export function judge(pack: RulePack, facts: FactsOfMember, asOf: Day): Judgement {
  const coverage = coverageAsOf(facts, asOf);
  const judged = pack.clauses.map((clause) => ({ clause, ...test(clause.test, facts.timeline, asOf, pack.parameters) }));
  const exclusion = excluded(pack, facts.timeline, asOf);
  const criteria = weigh(judged, coverage);
  const enough = allOf([criteria.R0, criteria.R1, criteria.R2]);
  const verdict = exclusion.codes.length > 0 ? 'excluded' : verdictOf(allOf([enough, exclusion.free]));
  const deciding = judged.filter(({ clause, truth }) => truth === 'yes' || criteria[clause.criterion] !== 'yes');
  return {
    verdict, asOf, ruleVersion: `${pack.name}:${pack.version}`,
    clauses: criteria.R0 === 'no' ? [] : criteria.satisfied.map(({ clause }) => clause.id),
    unmet: (['R0', 'R1', 'R2'] as const).filter((criterion) => criteria[criterion] === 'no'),
    phases: criteria.phases, exclusions: exclusion.codes,
    factsUsed: unique([...coverage.used, ...exclusion.used, ...deciding.flatMap(({ used }) => used)]),
    unknownFacts: unique([...coverage.unknown, ...exclusion.unknown, ...judged.flatMap(({ unknown }) => unknown)]),
    unconfirmedParameters: unconfirmed(pack, deciding, exclusion.applied),
    chronicallyHomeless: judged.find(({ clause }) => clause.test.kind === 'chronic-homelessness')?.truth ?? 'unknown',
  };
}

const verdictOf = (truth: Truth): Verdict => ({ yes: 'eligible', no: 'not-eligible', unknown: 'unknown' } as const)[truth];
const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

interface Coverage extends Finding { readonly live: readonly Phase[] }

/** R0, first half: in a plan on this day, and the phases that are live under its contract (000-24, 001-03). */
function coverageAsOf({ timeline, live }: FactsOfMember, asOf: Day): Coverage {
  const spells = known(timeline, 'coverage', asOf);
  const current = spells.findLast((spell) => asOf < (spell.until ?? forEver));
  if (!current) return { truth: spells.length > 0 ? 'no' : 'unknown', live: [], used: spells, unknown: spells.length > 0 ? [] : ['coverage'] };
  const since = live[current.contractCode];
  if (!since) return { truth: 'unknown', live: [], used: [current], unknown: ['contract'] };
  const phases = (['SPA1', 'SPA2'] as const).filter((phase) => since[phase] !== undefined && since[phase] <= asOf);
  return { truth: phases.length > 0 ? 'yes' : 'no', live: phases, used: [current], unknown: [] };
}

interface Weighed { readonly R0: Truth; readonly R1: Truth; readonly R2: Truth; readonly satisfied: readonly Judged[]; readonly phases: readonly Phase[] }

/**
 * A chronic-condition clause counts in the phases that are live. Who qualifies by a phase to come only is not in the programme yet
 * (R0), however acute.
 */
function weigh(judged: readonly Judged[], coverage: Coverage): Weighed {
  const satisfied = judged.filter(({ truth }) => truth === 'yes');
  const acuity = anyOf(judged.filter(({ clause }) => clause.criterion === 'R2').map(({ truth }) => truth));
  const chronic = judged.filter(({ clause }) => clause.criterion === 'R1');
  const isLive = ({ clause }: Judged): boolean => coverage.truth !== 'yes' || clause.phase === undefined || coverage.live.includes(clause.phase);
  const now = anyOf(chronic.filter(isLive).map(({ truth }) => truth));
  const tooEarly = coverage.truth === 'yes' && now === 'no' && chronic.some((each) => !isLive(each) && each.truth === 'yes');
  const counted = satisfied.filter((each) => each.clause.criterion === 'R2' || isLive(each));
  const phases = unique(counted.flatMap(({ clause }) => clause.phase ?? []));
  return { R0: tooEarly ? 'no' : coverage.truth, R1: tooEarly ? 'yes' : now, R2: acuity, satisfied: counted, phases };
}

interface Exclusions {
  readonly codes: readonly string[];
  readonly free: Truth;
  readonly used: readonly Fact[];
  readonly unknown: readonly string[];
  readonly applied: readonly Exclusion[];
}

/** Excluded when one exclusion holds; free of them only when somebody looked (004-32, 004-35). */
function excluded(pack: RulePack, timeline: readonly Fact[], asOf: Day): Exclusions {
  const rules = new Map(pack.exclusions.map((rule) => [rule.code, rule]));
  const holding = known(timeline, 'exclusion', asOf).filter((fact) => holds(fact, rules.get(fact.code), asOf));
  const looked = known(timeline, 'reviewed', asOf).findLast(({ what }) => what === 'exclusions');
  const fresh = looked !== undefined && addMonths(looked.on, pack.parameters['statement-months'].value) >= asOf;
  return {
    codes: unique(holding.map(({ code }) => code)), free: fresh ? 'yes' : 'unknown', applied: holding.map(({ code }) => rules.get(code)!),
    used: [...holding, ...(fresh ? [looked] : [])], unknown: fresh || holding.length > 0 ? [] : ['exclusions'],
  };
}

function holds(fact: FactOf<'exclusion'>, rule: Exclusion | undefined, asOf: Day): boolean {
  if (!rule || asOf >= (fact.until ?? forEver)) return false;
  if (rule.afterMonths === undefined) return true;
  return asOf > addDays(addMonths(`${fact.from.slice(0, 8)}01`, rule.afterMonths + 1), -1);
}

/** What the verdict rests on and no text confirms: parameters, clauses and exclusions marked K (domain 0). */
function unconfirmed(pack: RulePack, deciding: readonly Judged[], applied: readonly Exclusion[]): string[] {
  const names = deciding.flatMap(({ clause }) => clause.parameters ?? []).filter((name) => pack.parameters[name].confidence === 'K');
  const clauses = deciding.filter(({ clause }) => clause.confidence === 'K').map(({ clause }) => clause.id);
  const rules = applied.filter(({ confidence }) => confidence === 'K').map(({ code }) => `exclusion:${code}`);
  return unique([...names, ...clauses, ...rules]);
}
