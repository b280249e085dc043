import { datePattern, idPattern } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';

/** Which list the file is: the same three, the same list. A row that repeats them has to agree. */
export class ImportListRequest {
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly listRunDate!: string;
  @IsOptional() @Matches(/^[A-Za-z0-9._-]{1,20}$/) readonly listVersion?: string;
  @IsOptional() @Matches(/^[A-Z0-9_-]{1,20}$/) readonly programCode?: string;
}

export class ListMembersRequest {
  /** The last member of the page before. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5000) readonly limit?: number;
}

export class DetermineListRequest {
  /** Name of a rule pack (its latest version), or name and version. */
  @Matches(idPattern) readonly rulePack!: string;
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly asOf!: string;
}
