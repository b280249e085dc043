import { momentPattern } from '@hhp/contracts';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsISO8601, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';

const asked = ({ value }: { value: unknown }): unknown => (value === 'true' || value === '' ? true : value === 'false' ? false : value);

/** Parameters of the HSDS API; they add up with AND. */
export class HsdsListRequest {
  @IsOptional() @IsString() @MaxLength(200) readonly search?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000) readonly page?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) readonly per_page?: number;
  @IsOptional() @IsIn(['json']) readonly format?: 'json';
  @IsOptional() @IsUUID() readonly taxonomy_term_id?: string;
  /** The name of a taxonomy, as terms give it. */
  @IsOptional() @IsString() @MaxLength(200) readonly taxonomy_id?: string;
  @IsOptional() @IsUUID() readonly organization_id?: string;
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly modified_after?: string;
  /** Only ids and when they changed. */
  @IsOptional() @Transform(asked) @IsBoolean() readonly minimal?: boolean;
  /** Whole records instead of the list form. */
  @IsOptional() @Transform(asked) @IsBoolean() readonly full?: boolean;
}
