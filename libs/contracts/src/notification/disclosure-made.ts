import { IsArray, IsISO8601, IsIn, IsInt, IsOptional, IsUUID, Matches } from 'class-validator';
import { type DataClass, type Purpose, channels, dataClasses, labelsOf, purposes } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** By which a disclosure left: how a referral travels, or what its organization looked at by itself. */
const disclosureChannels = [...channels, 'page', 'api'] as const;

/** Data about the member left for an organization, under this consent, for this purpose (45 CFR 164.528). */
export class DisclosureMadeData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly disclosureId!: string;
  @IsUUID() readonly recipientOrganizationId!: string;
  @IsOptional() @IsUUID() readonly referralId?: string;
  @IsIn(dataClasses, { each: true }) @IsArray() readonly dataClasses!: readonly DataClass[];
  @IsIn(purposes) readonly purpose!: Purpose;
  @IsUUID() readonly consentId!: string;
  /** The version of the consent that was checked when it left. */
  @IsOptional() @IsInt() readonly consentVersion?: number;
  /** The notice of 42 CFR 2.32 that went with it, where one had to. */
  @IsOptional() @Matches(idPattern) readonly notice?: string;
  @IsIn(disclosureChannels) readonly channel!: (typeof disclosureChannels)[number];
  @IsISO8601({ strict: true }) readonly disclosedAt!: string;
}

export const DisclosureMade = defineEvent({
  type: 'DisclosureMade', version: 1, topic: 'hhp.disclosure', schema: DisclosureMadeData,
  key: (said) => said.memberId, aggregate: (said) => said.disclosureId,
  labels: (said) => labelsOf(said.dataClasses),
});
export type DisclosureMade = EventOf<typeof DisclosureMade>;
