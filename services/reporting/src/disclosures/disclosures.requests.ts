import { momentPattern } from '@hhp/contracts';
import { IsISO8601, IsOptional, Matches, MaxLength } from 'class-validator';

export class DisclosuresRequest {
  /** Six years ago unless said (45 CFR 164.528). */
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly from?: string;
  /** Now unless said. */
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly until?: string;
}
