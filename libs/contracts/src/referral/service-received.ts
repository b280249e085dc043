import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type EvidenceGrade, type FactSource, evidenceGrades, factSources } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** The member received the service for the first time (002-127). */
export class ServiceReceivedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @Matches(datePattern) readonly on!: string;
  @IsIn(factSources) readonly source!: FactSource;
  @IsIn(evidenceGrades) readonly evidenceGrade!: EvidenceGrade;
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
}

export const ServiceReceived = defineEvent({
  type: 'ServiceReceived', version: 1, topic: 'hhp.referral', schema: ServiceReceivedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ServiceReceived = EventOf<typeof ServiceReceived>;
