import { IsArray, IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type NeedCategory, labelsOfNeeds, needCategories } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member answered a screening instrument; risks and refusals are kept, also where no help is wanted. */
export class ScreeningRecordedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly screeningId!: string;
  @Matches(idPattern) readonly instrument!: string;
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
  @IsIn(needCategories, { each: true }) @IsArray() readonly risks!: readonly NeedCategory[];
  @Matches(idPattern, { each: true }) @IsArray() readonly refusedQuestions!: readonly string[];
}

export const ScreeningRecorded = defineEvent({
  type: 'ScreeningRecorded', version: 1, topic: 'hhp.assessment', schema: ScreeningRecordedData,
  key: (said) => said.memberId, aggregate: (said) => said.screeningId,
  labels: (said) => labelsOfNeeds(...said.risks),
});
export type ScreeningRecorded = EventOf<typeof ScreeningRecorded>;
