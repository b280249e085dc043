import { datePattern, idPattern, type Population, populations } from '@hhp/contracts';
import { IsIn, IsISO8601, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class DeclareContractRequest {
  @Matches(idPattern) readonly contractCode!: string;
  /** Federal code of the county, `06075`, or its two-digit Medi-Cal code. */
  @Matches(/^(\d{5}|\d{2})$/) readonly county!: string;
  @IsString() @IsNotEmpty() @MaxLength(80) readonly product!: string;
  @IsIn(populations) readonly population!: Population;
  /** The contract's own first day; a phase that goes live later in the county starts later. */
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly effectiveOn!: string;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly announcedOn?: string;
}
