import { type DataClass, dataClasses, datePattern, idPattern, momentPattern, type Purpose, purposes } from '@hhp/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsISO8601, IsOptional, IsUUID, Matches, MaxLength, ValidateNested,
} from 'class-validator';
import type { ConsentForm } from './consent.js';
import { formCodes } from './consent-forms.js';
import { type Part2Form, type StatedCode, statedCodes } from './part2-form.js';

const signatures = ['paper', 'electronic'] as const;

/** What the form says of the elements of 42 CFR 2.31 (domain 4.1). */
class Part2Request implements Part2Form {
  /** The statements that stand on the form. */
  @IsArray() @ArrayUnique() @IsIn(statedCodes, { each: true }) readonly stated!: readonly StatedCode[];
  /** Who may disclose, as an opaque id or a code of a class. */
  @IsOptional() @Matches(idPattern) readonly discloser?: string;
  @IsOptional() @IsIn(signatures) readonly signature?: (typeof signatures)[number];
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly signedOn?: string;
}

export class RecordConsentRequest {
  /** What the member said; a no is recorded too. */
  @IsIn(['granted', 'declined']) readonly decision!: 'granted' | 'declined';
  /** Either one organization or a class of them. */
  @IsOptional() @IsUUID() readonly recipientOrganizationId?: string;
  @IsOptional() @Matches(idPattern) readonly recipientClass?: string;
  /** Sensitive classes (`sud`, `mental-health`, `hiv`, `domestic-violence`) are never meant by another one. */
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(dataClasses, { each: true }) readonly dataClasses!: readonly DataClass[];
  @IsIn(purposes) readonly purpose!: Purpose;
  /** How it was said; a verbal consent is never enough for substance-use records. */
  @IsOptional() @IsIn(['verbal', 'written', 'electronic']) readonly form?: ConsentForm;
  /** From now when it is left out. */
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly validFrom?: string;
  /** Without it, or an event, the consent has no end. */
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly validUntil?: string;
  /** The event on which it ends, as a code. */
  @IsOptional() @Matches(idPattern) readonly expiryEvent?: string;
  @IsOptional() @ValidateNested() @Type(() => Part2Request) readonly part2?: Part2Request;
  /** The signed document, uploaded before. */
  @IsOptional() @IsUUID() readonly documentId?: string;
}

class Choice {
  @IsIn(dataClasses) readonly dataClass!: DataClass;
  @IsIn(['granted', 'declined']) readonly decision!: 'granted' | 'declined';
}

/** A form as it was handed in: a yes or a no for each class of data. */
export class ConsentFormRequest {
  @IsIn(formCodes('authorization')) readonly form!: string;
  @IsOptional() @IsUUID() readonly recipientOrganizationId?: string;
  @IsOptional() @Matches(idPattern) readonly recipientClass?: string;
  @IsIn(purposes) readonly purpose!: Purpose;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(dataClasses.length) @ArrayUnique(({ dataClass }: Choice) => dataClass) @ValidateNested({ each: true })
  @Type(() => Choice) readonly choices!: readonly Choice[];
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly validUntil?: string;
  @IsOptional() @Matches(idPattern) readonly expiryEvent?: string;
  /** What was filled in beside what is printed. */
  @ValidateNested() @Type(() => Part2Request) readonly filled!: Part2Request;
  @IsOptional() @IsUUID() readonly documentId?: string;
}

/** A form by which a member takes consents back. */
export class RevocationFormRequest {
  @IsIn(formCodes('revocation')) readonly form!: string;
  /** These; all that stand, when it is left out. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @ArrayUnique() @IsUUID(undefined, { each: true }) readonly consentIds?: readonly string[];
}

/** Whom it is for, as the request names it. */
export const recipientOf = ({ recipientOrganizationId, recipientClass }: Pick<RecordConsentRequest, 'recipientOrganizationId' | 'recipientClass'>) =>
  ({ ...(recipientOrganizationId ? { recipientOrganizationId } : {}), ...(recipientClass ? { recipientClass } : {}) });

/** When it ends, as the request says it. */
export const endingOf = ({ validUntil, expiryEvent }: Pick<RecordConsentRequest, 'validUntil' | 'expiryEvent'>) =>
  ({ ...(validUntil ? { validUntil: new Date(validUntil) } : {}), ...(expiryEvent ? { expiryEvent } : {}) });
