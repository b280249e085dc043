import { datePattern, idPattern } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import { figureNames } from './referral-measures.js';

export class ReferralMeasuresRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly from!: string;
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly to!: string;
  /** After how many days a referral is old enough to be judged. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(730) readonly matureDays?: number;
  /** The checkpoint at which continuing is asked, in days after the first service. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(730) readonly continuationDays?: number;
  /** For the state: the figures of this plan alone. A plan sees itself. */
  @IsOptional() @Matches(idPattern) readonly plan?: string;
}

export class FigureRowsRequest extends ReferralMeasuresRequest {
  @IsIn(figureNames) readonly figure!: (typeof figureNames)[number];
}
