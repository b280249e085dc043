import { IsISO8601, IsIn, IsInt, IsUUID } from 'class-validator';
import { type ContinuationStatus, type EvidenceGrade, type FactSource, continuationStatuses, evidenceGrades, factSources } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** The answer at a checkpoint. */
export class ContinuationRecordedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsInt() readonly checkpointDays!: number;
  @IsIn(continuationStatuses) readonly status!: ContinuationStatus;
  @IsIn(factSources) readonly source!: FactSource;
  @IsIn(evidenceGrades) readonly evidenceGrade!: EvidenceGrade;
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
}

export const ContinuationRecorded = defineEvent({
  type: 'ContinuationRecorded', version: 1, topic: 'hhp.referral', schema: ContinuationRecordedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ContinuationRecorded = EventOf<typeof ContinuationRecorded>;
