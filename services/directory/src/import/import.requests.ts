import { idPattern } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { type Format, formats } from './formats.js';

export class ImportRequest {
  /** Whose records these are; ids without a meaning elsewhere are told apart by it. The same source each time. */
  @Matches(idPattern) readonly source!: string;
  @IsIn(formats) readonly format!: Format;
}

export class QuarantineRequest {
  /** The `nth` of the last row of the page before. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(100_000_000) readonly after?: number;
}
