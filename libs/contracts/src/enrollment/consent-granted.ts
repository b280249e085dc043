import { IsArray, IsBoolean, IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type DataClass, type Purpose, dataClasses, purposes } from '../codes.js';
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
}

export const ConsentGranted = defineEvent({
  type: 'ConsentGranted', version: 1, topic: 'hhp.consent', schema: ConsentGrantedData,
  key: (said) => said.memberId, aggregate: (said) => said.consentId,
});
export type ConsentGranted = EventOf<typeof ConsentGranted>;
