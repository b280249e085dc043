import { IsArray, IsISO8601, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Facts that bear on eligibility were recorded for the member, with where they came from. */
export class EligibilityFactsRecordedData {
  @IsUUID() readonly memberId!: string;
  @Matches(idPattern, { each: true }) @IsArray() readonly kinds!: readonly string[];
  @Matches(idPattern) readonly source!: string;
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
}

export const EligibilityFactsRecorded = defineEvent({
  type: 'EligibilityFactsRecorded', version: 1, topic: 'hhp.member', schema: EligibilityFactsRecordedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type EligibilityFactsRecorded = EventOf<typeof EligibilityFactsRecorded>;
