import { IsArray, IsBoolean, IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type DataClass, type Purpose, dataClasses, labelsOf, purposes } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member allowed these classes of data to go to this recipient or class for this purpose during this period (domain 4.1). */
export class ConsentGrantedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly consentId!: string;
  @IsOptional() @IsUUID() readonly recipientOrganizationId?: string;
  @IsOptional() @Matches(idPattern) readonly recipientClass?: string;
  @IsIn(dataClasses, { each: true }) @IsArray() readonly dataClasses!: readonly DataClass[];
  @IsIn(purposes) readonly purpose!: Purpose;
  @IsISO8601({ strict: true }) readonly validFrom!: string;
  @IsOptional() @IsISO8601({ strict: true }) readonly validUntil?: string;
  @IsIn(['verbal', 'written', 'electronic']) readonly form!: 'verbal' | 'written' | 'electronic';
  @IsBoolean() readonly part2Complete!: boolean;
  @IsISO8601({ strict: true }) readonly grantedAt!: string;
  /** The elements of 42 CFR 2.31 that the form has, so that whoever discloses can count them again. */
  @IsOptional() @Matches(idPattern, { each: true }) @IsArray() readonly part2Elements?: readonly string[];
  /** The event on which it ends, where no date is set. */
  @IsOptional() @Matches(idPattern) readonly expiryEvent?: string;
  /** The form that was signed, with its variant (`ascmi-ab-133`). */
  @IsOptional() @Matches(idPattern) readonly formCode?: string;
}

export const ConsentGranted = defineEvent({
  type: 'ConsentGranted', version: 1, topic: 'hhp.consent', schema: ConsentGrantedData,
  key: (said) => said.memberId, aggregate: (said) => said.consentId,
  labels: (said) => labelsOf(said.dataClasses),
});
export type ConsentGranted = EventOf<typeof ConsentGranted>;
