import { IsArray, IsIn, IsUUID, Matches } from 'class-validator';
import { type Verdict, verdicts } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** The member was judged against one version of one rule pack as of a day; a verdict names its clauses and what was unknown. */
export class EligibilityDeterminedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly determinationId!: string;
  @IsIn(verdicts) readonly verdict!: Verdict;
  @Matches(idPattern) readonly ruleVersion!: string;
  @Matches(idPattern, { each: true }) @IsArray() readonly clauses!: readonly string[];
  @Matches(idPattern, { each: true }) @IsArray() readonly unknownFacts!: readonly string[];
  @Matches(idPattern, { each: true }) @IsArray() readonly unconfirmedParameters!: readonly string[];
  @Matches(datePattern) readonly asOf!: string;
}

export const EligibilityDetermined = defineEvent({
  type: 'EligibilityDetermined', version: 1, topic: 'hhp.member', schema: EligibilityDeterminedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type EligibilityDetermined = EventOf<typeof EligibilityDetermined>;
