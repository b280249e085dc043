import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class RejectsRequest {
  /** The last rejected row of the page before. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(100_000_000) readonly after?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5000) readonly limit?: number;
}
