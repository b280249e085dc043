import { IsArray, IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type DataClass, type Purpose, dataClasses, labelsOf, purposes } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member was asked and said no to sharing; a no is recorded too (domain 4.1). */
export class ConsentDeclinedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly consentId!: string;
  @IsOptional() @IsUUID() readonly recipientOrganizationId?: string;
  @IsOptional() @Matches(idPattern) readonly recipientClass?: string;
  @IsIn(dataClasses, { each: true }) @IsArray() readonly dataClasses!: readonly DataClass[];
  @IsIn(purposes) readonly purpose!: Purpose;
  @IsISO8601({ strict: true }) readonly declinedAt!: string;
  /** The form on which the no stands, with its variant. */
  @IsOptional() @Matches(idPattern) readonly formCode?: string;
}

export const ConsentDeclined = defineEvent({
  type: 'ConsentDeclined', version: 1, topic: 'hhp.consent', schema: ConsentDeclinedData,
  key: (said) => said.memberId, aggregate: (said) => said.consentId,
  labels: (said) => labelsOf(said.dataClasses),
});
export type ConsentDeclined = EventOf<typeof ConsentDeclined>;
