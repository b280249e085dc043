import { type EmergencyReason, emergencyReasons, type ReviewOutcome, reviewOutcomes } from '@hhp/contracts';
import { Transform } from 'class-transformer';
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

/** Only these two words are an answer: read as a truth value, the text "false" would be true. */
const asked = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class GrantsRequest {
  /** Those that were reviewed, or those that wait for it; both when left out. */
  @IsOptional() @Transform(asked) @IsBoolean() readonly reviewed?: boolean;
}
