import { datePattern, type ExitReason, exitReasons, momentPattern, type OutreachMode, outreachModes, type OutreachResult, outreachResults } from '@hhp/contracts';
import { IsIn, IsISO8601, IsOptional, Matches, MaxLength } from 'class-validator';

export class RecordAttemptRequest {
  @IsIn(outreachModes) readonly mode!: OutreachMode;
  @IsIn(outreachResults) readonly result!: OutreachResult;
  /** An instant with its offset. */
  @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/) readonly attemptedAt!: string;
}

export class DeclineRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly declinedOn!: string;
  @IsOptional() @IsIn(exitReasons) readonly reason?: ExitReason;
}
