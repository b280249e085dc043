import { type Verdict, verdicts } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { type Stage, stages } from './member.js';

export class MembersRequest {
  @IsOptional() @IsIn(stages) readonly stage?: Stage;
  @IsOptional() @IsIn(verdicts) readonly verdict?: Verdict;
  @IsOptional() @Matches(/^\d{5}$/) readonly county?: string;
  /** The last member of the page before. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5000) readonly limit?: number;
}

/** The number stands in the body, so that it is in no address and no log. */
export class FindMemberRequest {
  @Matches(/^9\d{7}[A-Z]$/) readonly cin!: string;
}
