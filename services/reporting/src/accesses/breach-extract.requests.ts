import { momentPattern } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';

export class BreachExtractRequest {
  /** The actor as tokens and audits name it. */
  @Matches(/^[\x21-\x7e]{1,200}$/) readonly actor!: string;
  @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly from!: string;
  /** Up to this instant, and not at it. */
  @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly until!: string;
  /** Where the page before ended. */
  @IsOptional() @Matches(/^[0-9T:.Z-]{20,30} [a-z-]{1,40} \d{1,18}$/) readonly after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) readonly limit?: number;
}
