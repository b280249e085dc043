import { addMonths, type Day } from '@hhp/domain-kit';
import type { Parameters, Test } from '../rule-packs/rule-pack.js';
import { type Condition, type Fact, type FactOf, known, type Reviewable } from './facts.js';
import { chronicHomelessness } from './homelessness.js';
import type { Truth } from './truth.js';

/** What a clause came to, by which facts, and what it would have needed to know. */
export interface Finding {
  readonly truth: Truth;
  readonly used: readonly Fact[];
  readonly unknown: readonly string[];
}

/** Tests one clause against the timeline of facts as of a day. */
export function test(clause: Test, timeline: readonly Fact[], asOf: Day, parameters: Parameters): Finding {
  switch (clause.kind) {
    case 'conditions': return conditionsOf(clause.of, clause.atLeast, timeline, asOf, parameters);
    case 'counted-conditions': return conditionsOf(parameters['conditions-counted'].value, clause.atLeast, timeline, asOf, parameters);
    case 'condition-with': return both(
      conditionsOf([clause.condition], 1, timeline, asOf, parameters), conditionsOf(clause.partners, 1, timeline, asOf, parameters));
    case 'condition-with-risk': {
      const found = known(timeline, 'risk', asOf).filter(({ code }) => clause.risks.includes(code));
      return both(conditionsOf([clause.condition], 1, timeline, asOf, parameters), counted(found, 1, reviewed('risks', timeline, asOf, parameters), 'risks'));
    }
    case 'inpatient-stays': return stays(clause.atLeast, timeline, asOf, parameters);
    case 'ed-visits': return visits(clause.atLeast, timeline, asOf, parameters);
    case 'chronic-homelessness': return homelessness(timeline, asOf, parameters);
  }
}

/** Enough is a yes. Too few is a no only when somebody looked for all of them. */
function counted(found: readonly Fact[], atLeast: number, looked: Fact | undefined, name: string): Finding {
  if (found.length >= atLeast) return { truth: 'yes', used: found, unknown: [] };
  return looked ? { truth: 'no', used: [...found, looked], unknown: [] } : { truth: 'unknown', used: found, unknown: [name] };
}

function conditionsOf(codes: readonly Condition[], atLeast: number, timeline: readonly Fact[], asOf: Day, parameters: Parameters): Finding {
  const first = new Map<Condition, FactOf<'condition'>>();
  for (const fact of known(timeline, 'condition', asOf)) {
    if (codes.includes(fact.code) && !first.has(fact.code)) first.set(fact.code, fact);
  }
  return counted([...first.values()], atLeast, reviewed('conditions', timeline, asOf, parameters), 'conditions');
}

function both(one: Finding, other: Finding): Finding {
  const used = [...one.used, ...other.used];
  const denied = [one, other].find(({ truth }) => truth === 'no');
  if (denied) return { truth: 'no', used: denied.used, unknown: [] };
  const unknown = [...one.unknown, ...other.unknown];
  return { truth: unknown.length > 0 ? 'unknown' : 'yes', used, unknown: [...new Set(unknown)] };
}

/** The last look at all of a kind, as long as it stands. */
function reviewed(what: Reviewable, timeline: readonly Fact[], asOf: Day, parameters: Parameters): Fact | undefined {
  return known(timeline, 'reviewed', asOf).findLast((fact) => fact.what === what && stands(fact.on, asOf, parameters));
}

const stands = (on: Day, asOf: Day, parameters: Parameters): boolean => addMonths(on, parameters['statement-months'].value) >= asOf;

function stays(atLeast: number, timeline: readonly Fact[], asOf: Day, parameters: Parameters): Finding {
  const since = addMonths(asOf, -parameters['acuity-lookback-months'].value);
  const dated = known(timeline, 'inpatient-stay', asOf).filter((stay) => (stay.until ?? asOf) > since);
  const statement = known(timeline, 'utilization', asOf).findLast((fact) => fact.inpatientStays !== undefined && stands(fact.through, asOf, parameters));
  return utilization(dated, statement, statement?.inpatientStays, atLeast, 'inpatient-stays');
}

function visits(atLeast: number, timeline: readonly Fact[], asOf: Day, parameters: Parameters): Finding {
  const since = addMonths(asOf, -parameters['acuity-lookback-months'].value);
  const dated = known(timeline, 'ed-visit', asOf).filter((visit) => visit.on > since && (!visit.admitted || parameters['admitted-visit-counts'].value));
  const statement = known(timeline, 'utilization', asOf).findLast((fact) => fact.edVisits !== undefined && stands(fact.through, asOf, parameters));
  return utilization(dated, statement, statement?.edVisits, atLeast, 'ed-visits');
}

/** What happened after a count comes on top of it; what happened before is in it. */
function utilization(
  dated: readonly (FactOf<'inpatient-stay'> | FactOf<'ed-visit'>)[], statement: FactOf<'utilization'> | undefined, said: number | undefined,
  atLeast: number, name: string,
): Finding {
  const later = dated.filter((fact) => statement !== undefined && (fact.kind === 'ed-visit' ? fact.on : fact.from) > statement.through);
  const count = Math.max(dated.length, (said ?? 0) + later.length);
  const used = [...dated, ...(statement ? [statement] : [])];
  if (count >= atLeast) return { truth: 'yes', used, unknown: [] };
  return statement ? { truth: 'no', used, unknown: [] } : { truth: 'unknown', used, unknown: [name] };
}

/** The timeline decides; only when it leaves the question open does the word of a list count. */
function homelessness(timeline: readonly Fact[], asOf: Day, parameters: Parameters): Finding {
  const computed = chronicHomelessness(timeline, asOf, {
    settings: parameters['homeless-settings'].value, breakDays: parameters['homeless-break-days'].value, twoYearLimitOn: parameters['two-year-limit-on'].value,
  });
  if (computed.truth !== 'unknown') return computed;
  const said = known(timeline, 'homelessness', asOf).findLast((fact) => fact.chronic !== undefined && stands(fact.on, asOf, parameters));
  return said ? { truth: said.chronic ? 'yes' : 'no', used: [said], unknown: [] } : computed;
}
