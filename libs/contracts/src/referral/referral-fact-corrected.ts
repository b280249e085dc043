import { IsBoolean, IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type EvidenceGrade, type FactSource, evidenceGrades, factSources } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** A recorded fact was mistaken: what it was, and what replaces it. Nothing is edited. */
export class ReferralFactCorrectedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsIn(['applied', 'used', 'received']) readonly fact!: 'applied' | 'used' | 'received';
  @IsBoolean() readonly value!: boolean;
  @IsOptional() @Matches(datePattern) readonly on?: string;
  /** Whose statement was mistaken. */
  @IsOptional() @IsIn(factSources) readonly source?: FactSource;
  /** How well the fact stands proven after the correction. */
  @IsOptional() @IsIn(evidenceGrades) readonly evidenceGrade?: EvidenceGrade;
  @Matches(idPattern) readonly reason!: string;
  @IsISO8601({ strict: true }) readonly correctedAt!: string;
}

export const ReferralFactCorrected = defineEvent({
  type: 'ReferralFactCorrected', version: 1, topic: 'hhp.referral', schema: ReferralFactCorrectedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralFactCorrected = EventOf<typeof ReferralFactCorrected>;
