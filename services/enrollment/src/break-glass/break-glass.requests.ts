import { type EmergencyReason, emergencyReasons, type ReviewOutcome, reviewOutcomes } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class BreakGlassRequest {
  @IsIn(emergencyReasons) readonly reason!: EmergencyReason;
  /** In words, for who reviews it; stays in this service. */
  @IsString() @MinLength(10) @MaxLength(1000) readonly explanation!: string;
}

export class ReviewRequest {
  @IsIn(reviewOutcomes) readonly outcome!: ReviewOutcome;
  @IsOptional() @IsString() @MaxLength(1000) readonly note?: string;
}

export class GrantsRequest {
  /** Also those that were reviewed. */
  @IsOptional() @IsBoolean() @Type(() => Boolean) readonly reviewed?: boolean;
}
