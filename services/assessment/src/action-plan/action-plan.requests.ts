import { datePattern } from '@hhp/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsISO8601, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateIf, ValidateNested,
} from 'class-validator';
import { type RevisionReason, revisionReasons } from './action-plan.js';

export class GoalRequest {
  /** In the member's own words. */
  @IsString() @IsNotEmpty() @MaxLength(1000) readonly statement!: string;
  @IsOptional() @IsUUID() readonly needId?: string;
}

export class SectionRequest {
  /** `none` says explicitly that there is nothing. */
  @IsIn(['answered', 'none']) readonly answer!: 'answered' | 'none';
  @ValidateIf((section: SectionRequest) => section.answer === 'answered') @IsString() @IsNotEmpty() @MaxLength(4000) readonly summary?: string;
}

/** A section that is left out is refused by name when the plan is agreed. */
export class SectionsRequest {
  @IsOptional() @ValidateNested() @Type(() => SectionRequest) readonly physicalHealth?: SectionRequest;
  @IsOptional() @ValidateNested() @Type(() => SectionRequest) readonly mentalHealth?: SectionRequest;
  @IsOptional() @ValidateNested() @Type(() => SectionRequest) readonly dentalHealth?: SectionRequest;
  @IsOptional() @ValidateNested() @Type(() => SectionRequest) readonly substanceUse?: SectionRequest;
  @IsOptional() @ValidateNested() @Type(() => SectionRequest) readonly communityAndSocial?: SectionRequest;
  @IsOptional() @ValidateNested() @Type(() => SectionRequest) readonly housing?: SectionRequest;
}

export class AgreeActionPlanRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly agreedOn!: string;
  /** `initial` for the first version, and why it changed for every later one. */
  @IsIn(revisionReasons) readonly reason!: RevisionReason;
  @IsOptional() @IsString() @MaxLength(1000) readonly reasonNote?: string;
  @IsArray() @ArrayMaxSize(100) @ArrayUnique() @IsUUID(undefined, { each: true }) readonly needIds!: readonly string[];
  @IsArray() @ArrayMaxSize(100) @ValidateNested({ each: true }) @Type(() => GoalRequest) readonly goals!: readonly GoalRequest[];
  @IsOptional() @IsString() @MaxLength(4000) readonly preferences?: string;
  @ValidateNested() @Type(() => SectionsRequest) readonly sections!: SectionsRequest;
}
