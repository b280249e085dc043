import { momentPattern, type NeedCategory, needCategories } from '@hhp/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';

export class SearchRequest {
  /** What the member needs; it is looked up which kinds of service answer it. */
  @IsOptional() @IsIn(needCategories) readonly need?: NeedCategory;
  /** Latitude and longitude, `37.77,-122.42`; needed with `withinMiles`. */
  @ValidateIf((asked: SearchRequest) => asked.near !== undefined || asked.withinMiles !== undefined)
  @Matches(/^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/) readonly near?: string;
  @IsOptional() @Type(() => Number) @IsNumber() @Min(0) @Max(1000) readonly withinMiles?: number;
  /** A name or code of a language: `Spanish`, `es`. */
  @IsOptional() @IsString() @MaxLength(60) readonly language?: string;
  /** A day and a time, in local time of the programme or with a zone. Services whose hours nobody knows are shown too, as unknown. */
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly openAt?: string;
  /** Words, as a search engine takes them. */
  @IsOptional() @IsString() @MaxLength(200) readonly text?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(10_000) readonly page?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) readonly perPage?: number;
}
