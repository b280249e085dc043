import type { Condition, ResidenceSetting, Risk } from '../eligibility/facts.js';
import type { Confidence, Phase } from '../go-live/go-live.js';

/** How a clause is tested. A new kind of test is code; everything else about a rule is data. */
export type Test =
  | { readonly kind: 'conditions'; readonly atLeast: number; readonly of: readonly Condition[] }
  /** Distinct conditions of those that the parameter `conditions-counted` names. */
  | { readonly kind: 'counted-conditions'; readonly atLeast: number }
  | { readonly kind: 'condition-with'; readonly condition: Condition; readonly partners: readonly Condition[] }
  | { readonly kind: 'condition-with-risk'; readonly condition: Condition; readonly risks: readonly Risk[] }
  | { readonly kind: 'inpatient-stays'; readonly atLeast: number }
  | { readonly kind: 'ed-visits'; readonly atLeast: number }
  | { readonly kind: 'chronic-homelessness' };

/** One clause: R1 asks for chronic conditions, R2 for acuity; one of each is enough (domain 2). */
export interface Clause {
  readonly id: string;
  readonly criterion: 'R1' | 'R2';
  /** The phase of the programme to which a chronic-condition clause belongs. */
  readonly phase?: Phase;
  readonly test: Test;
  readonly source: string;
  readonly confidence: Confidence;
  /** Parameters that this clause rests on. */
  readonly parameters?: readonly (keyof Parameters)[];
}

/** A value that the texts leave open or that only one of them states; a verdict that rests on a K names it. */
export interface Parameter<Value> {
  readonly value: Value;
  readonly confidence: Confidence;
  readonly source: string;
}

export interface Parameters {
  /** "In the last year": how many months, ending on the day as of which is judged. */
  readonly 'acuity-lookback-months': Parameter<number>;
  /** For how many months a count or a review stands until it has to be made again. */
  readonly 'statement-months': Parameter<number>;
  /** Which conditions count towards the three of R2a. */
  readonly 'conditions-counted': Parameter<readonly Condition[]>;
  /** Whether an emergency visit that became an admission counts as a visit too. */
  readonly 'admitted-visit-counts': Parameter<boolean>;
  readonly 'homeless-settings': Parameter<readonly ResidenceSetting[]>;
  readonly 'homeless-break-days': Parameter<number>;
  readonly 'two-year-limit-on': Parameter<readonly ResidenceSetting[]>;
}

export interface Exclusion {
  readonly code: string;
  readonly meaning: string;
  readonly source: string;
  readonly confidence: Confidence;
  /** Excludes only from the end of the n-th month after the month of admission. */
  readonly afterMonths?: number;
}

/** A version of the rules as one source states them. Nothing here is ever edited: a change is the next version. */
export interface RulePack {
  readonly name: string;
  readonly version: number;
  readonly source: string;
  readonly clauses: readonly Clause[];
  readonly exclusions: readonly Exclusion[];
  readonly parameters: Parameters;
}
