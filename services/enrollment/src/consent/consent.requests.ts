import { type DataClass, dataClasses, idPattern, type Purpose, purposes } from '@hhp/contracts';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import type { ConsentForm } from './consent.js';
import { part2Codes } from './part2.js';

export class RecordConsentRequest {
  /** What the member said; a no is recorded too. */
  @IsIn(['granted', 'declined']) readonly decision!: 'granted' | 'declined';
  /** Either one organization or a class of them. */
  @IsOptional() @IsUUID() readonly recipientOrganizationId?: string;
  @IsOptional() @Matches(idPattern) readonly recipientClass?: string;
  /** Sensitive classes (`sud`, `mental-health`, `hiv`) are never meant by another one. */
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(dataClasses, { each: true }) readonly dataClasses!: readonly DataClass[];
  @IsIn(purposes) readonly purpose!: Purpose;
  /** How it was said; a verbal consent is never enough for substance-use records. */
  @IsOptional() @IsIn(['verbal', 'written', 'electronic']) readonly form?: ConsentForm;
  /** From now when it is left out. */
  @IsOptional() @IsISO8601({ strict: true }) readonly validFrom?: string;
  /** Without it the consent has no end. */
  @IsOptional() @IsISO8601({ strict: true }) readonly validUntil?: string;
  /** Elements of 42 CFR 2.31 that the form has (domain 4.1). */
  @IsOptional() @IsArray() @ArrayUnique() @IsIn(part2Codes, { each: true }) readonly part2Elements?: readonly string[];
  /** Opaque id of the signed document. */
  @IsOptional() @Matches(idPattern) readonly documentId?: string;
}
