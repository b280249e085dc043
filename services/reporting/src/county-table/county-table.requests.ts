import { datePattern, idPattern } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';

export class CountyTableRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly asOf!: string;
  /** For the state: the figures of this plan alone. A plan sees itself. */
  @IsOptional() @Matches(idPattern) readonly plan?: string;
}

export class EnrolledMembersRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly asOf!: string;
  @IsOptional() @Matches(/^\d{5}$/) readonly county?: string;
  /** The last member of the page before. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5000) readonly limit?: number;
}
