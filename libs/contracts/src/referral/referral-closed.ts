import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { type CloseOutcome, type EvidenceGrade, allCloseReasons, closeOutcomes, evidenceGrades } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** The referral ended with an outcome, a reason and evidence. */
export class ReferralClosedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsIn(closeOutcomes) readonly outcome!: CloseOutcome;
  @IsIn(allCloseReasons) readonly reason!: string;
  @IsIn(evidenceGrades) readonly evidenceGrade!: EvidenceGrade;
  @IsISO8601({ strict: true }) readonly closedAt!: string;
}

export const ReferralClosed = defineEvent({
  type: 'ReferralClosed', version: 1, topic: 'hhp.referral', schema: ReferralClosedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralClosed = EventOf<typeof ReferralClosed>;
