import type { Day } from '@hhp/domain-kit';
import type { LiveFrom } from '../go-live/go-live.js';

/** The condition catalogue of the programme (domain 2.3). */
export const conditions = ['ASTHMA', 'COPD', 'DM', 'TBI', 'CHF', 'CAD', 'CLD', 'CKD', 'DEM', 'SUD', 'HTN', 'MDD', 'BIP', 'PSY'] as const;
export type Condition = (typeof conditions)[number];

/** Risks that one of the rule packs asks for beside asthma (domain 2.6). */
export const risks = ['DM-RISK', 'SUD-RISK', 'DEPRESSION-RISK', 'BMI-OVER-25'] as const;
export type Risk = (typeof risks)[number];

/** Where somebody lived for a while. Shelters and staying with others are spells of their own (002-117). */
export const residenceSettings = [
  'street', 'vehicle', 'shelter', 'with-others', 'transitional-housing', 'permanent-supportive-housing', 'housed', 'institution',
] as const;
export type ResidenceSetting = (typeof residenceSettings)[number];

/** What a look at records can be complete about: from then on an absence is known, for a while. */
export const reviewables = ['conditions', 'risks', 'exclusions'] as const;
export type Reviewable = (typeof reviewables)[number];

/**
 * One dated fact. Spells last from `from` up to, not including, `until`; without it they last. What is not recorded is unknown:
 * only a `reviewed` or a `utilization` statement makes an absence known (000-28).
 */
export type Fact =
  | { readonly kind: 'coverage'; readonly contractCode: string; readonly from: Day; readonly until?: Day }
  | { readonly kind: 'condition'; readonly code: Condition; readonly on: Day }
  | { readonly kind: 'risk'; readonly code: Risk; readonly on: Day }
  | { readonly kind: 'inpatient-stay'; readonly from: Day; readonly until?: Day }
  | { readonly kind: 'ed-visit'; readonly on: Day; readonly admitted?: boolean }
  /** Counts over the look-back that ends on `through`; a count that is missing is unknown. */
  | { readonly kind: 'utilization'; readonly through: Day; readonly inpatientStays?: number; readonly edVisits?: number }
  | { readonly kind: 'residence'; readonly setting: ResidenceSetting; readonly from: Day; readonly until?: Day; readonly chronicBefore?: boolean }
  | { readonly kind: 'adl-limitation'; readonly limited: boolean; readonly on: Day }
  /** What a list says of homelessness; a timeline that decides the question counts more. */
  | { readonly kind: 'homelessness'; readonly on: Day; readonly homeless?: boolean; readonly chronic?: boolean }
  | { readonly kind: 'exclusion'; readonly code: string; readonly from: Day; readonly until?: Day }
  | { readonly kind: 'reviewed'; readonly what: Reviewable; readonly on: Day };
export type FactKind = Fact['kind'];
export type FactOf<Kind extends FactKind> = Extract<Fact, { readonly kind: Kind }>;

/** What is known of a member, and when each phase began under the contracts that it names. */
export interface FactsOfMember {
  readonly timeline: readonly Fact[];
  readonly live: Readonly<Record<string, LiveFrom>>;
}

/** The day from which a fact counts. */
export function dateOf(fact: Fact): Day {
  if ('from' in fact) return fact.from;
  return fact.kind === 'utilization' ? fact.through : fact.on;
}

/** The facts of one kind as of a day, oldest first: what is dated later is not known yet. */
export function known<Kind extends FactKind>(timeline: readonly Fact[], kind: Kind, asOf: Day): FactOf<Kind>[] {
  return timeline.filter((fact): fact is FactOf<Kind> => fact.kind === kind && dateOf(fact) <= asOf)
    .sort((one, other) => (dateOf(one) < dateOf(other) ? -1 : dateOf(one) > dateOf(other) ? 1 : 0));
}

/** The last day, for spells without an end. */
export const forEver: Day = '9999-12-31';
