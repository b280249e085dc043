import { IsBoolean, IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type EvidenceGrade, type FactSource, evidenceGrades, factSources } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** Whether the member applied for the service, as a dated fact (002-73). */
export class ApplicationRecordedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsBoolean() readonly applied!: boolean;
  @Matches(datePattern) readonly on!: string;
  @IsIn(factSources) readonly source!: FactSource;
  @IsIn(evidenceGrades) readonly evidenceGrade!: EvidenceGrade;
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
}

export const ApplicationRecorded = defineEvent({
  type: 'ApplicationRecorded', version: 1, topic: 'hhp.referral', schema: ApplicationRecordedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ApplicationRecorded = EventOf<typeof ApplicationRecorded>;
