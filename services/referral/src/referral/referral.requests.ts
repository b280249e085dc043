import {
  type Channel, type CloseOutcome, type ContinuationStatus, type DataClass, type DeclineReason, type EvidenceGrade, type FactSource,
  type HandoffMode, allCloseReasons, channels, closeOutcomes, continuationStatuses, dataClasses, datePattern, declineReasons,
  evidenceGrades, factSources, handoffModes, idPattern, momentPattern,
} from '@hhp/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsISO8601, IsIn, IsInt, IsOptional, IsUUID, Matches, MaxLength, Max, Min, ValidateNested,
} from 'class-validator';
import { type Fact } from './evidence.js';
import { type Override, overridableChecks } from './pre-flight.js';

export class DraftReferralRequest {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsIn(dataClasses, { each: true }) @IsArray() @ArrayMinSize(1) @ArrayMaxSize(dataClasses.length) readonly dataClasses!: DataClass[];
  /** Who is responsible for the referral; whoever drafts it, unless another is named. */
  @IsOptional() @Matches(idPattern) readonly ownerId?: string;
}

class OverrideRequest implements Override {
  @IsIn(overridableChecks) readonly check!: (typeof overridableChecks)[number];
  @Matches(idPattern) readonly reason!: string;
}

export class SendReferralRequest {
  @IsIn(channels) readonly channel!: Channel;
  @IsOptional() @IsArray() @ArrayMaxSize(2) @ValidateNested({ each: true }) @Type(() => OverrideRequest) readonly overrides?: OverrideRequest[];
}

export class AcceptReferralRequest {
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly expectedStartOn?: string;
}

export class DeclineReferralRequest {
  @IsIn(declineReasons) readonly reason!: DeclineReason;
}

export class WaitlistReferralRequest {
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly estimatedStartOn?: string;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly recontactOn?: string;
}

export class ScheduleHandoffRequest {
  @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly handoffAt!: string;
  @IsIn(handoffModes) readonly mode!: HandoffMode;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10) @Matches(idPattern, { each: true }) readonly participants!: string[];
}

/** `missed` needs a reason code; the other results mean that it took place. */
export class HandoffResultRequest {
  @IsIn(['introduced', 'partly', 'failed', 'missed']) readonly outcome!: 'introduced' | 'partly' | 'failed' | 'missed';
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10) @Matches(idPattern, { each: true }) readonly participants?: string[];
  @IsOptional() @Matches(idPattern) readonly reason?: string;
}

export class ReceivedRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly on!: string;
  @IsIn(factSources) readonly source!: FactSource;
}

export class ApplicationRequest extends ReceivedRequest {
  @IsBoolean() readonly applied!: boolean;
}

export class UseRequest extends ReceivedRequest {
  @IsBoolean() readonly used!: boolean;
}

export class CorrectionRequest {
  @IsIn(['applied', 'used', 'received']) readonly fact!: Fact;
  @IsBoolean() readonly value!: boolean;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly on?: string;
  /** Whose statement was mistaken. */
  @IsIn(factSources) readonly source!: FactSource;
  @Matches(idPattern) readonly reason!: string;
}

export class ContinuationRequest {
  @IsInt() @Min(1) @Max(3_650) readonly checkpointDays!: number;
  @IsIn(continuationStatuses) readonly status!: ContinuationStatus;
  @IsIn(factSources) readonly source!: FactSource;
}

export class FollowUpRequest {
  /** The question that this answers; left out when somebody asked of their own accord. */
  @IsOptional() @IsUUID() readonly followUpId?: string;
  @IsIn(['member', 'partner', 'team', 'supervisor']) readonly ask!: 'member' | 'partner' | 'team' | 'supervisor';
  @IsIn(['reached', 'not-reached', 'message-left']) readonly result!: 'reached' | 'not-reached' | 'message-left';
}

export class CloseReferralRequest {
  @IsIn(closeOutcomes) readonly outcome!: CloseOutcome;
  @IsIn(allCloseReasons) readonly reason!: string;
  @IsIn(evidenceGrades) readonly evidenceGrade!: EvidenceGrade;
}

export class VoidReferralRequest {
  @Matches(idPattern) readonly reason!: string;
}
