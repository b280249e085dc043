import { IsBoolean, IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type EvidenceGrade, type FactSource, evidenceGrades, factSources } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** Whether the member used the service, as a dated fact (002-74). */
export class UseRecordedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsBoolean() readonly used!: boolean;
  @Matches(datePattern) readonly on!: string;
  @IsIn(factSources) readonly source!: FactSource;
  @IsIn(evidenceGrades) readonly evidenceGrade!: EvidenceGrade;
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
}

export const UseRecorded = defineEvent({
  type: 'UseRecorded', version: 1, topic: 'hhp.referral', schema: UseRecordedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type UseRecorded = EventOf<typeof UseRecorded>;
