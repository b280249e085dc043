import { IsArray, IsISO8601, IsIn, IsInt, IsUUID } from 'class-validator';
import { type DataClass, dataClasses, labelsOf } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** The organization to which a referral is addressed was shown it, for the first time under this version of this consent. */
export class ReferralShownData {
  @IsUUID() readonly disclosureId!: string;
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsIn(dataClasses, { each: true }) @IsArray() readonly dataClasses!: readonly DataClass[];
  @IsUUID() readonly consentId!: string;
  @IsInt() readonly consentVersion!: number;
  @IsISO8601({ strict: true }) readonly shownAt!: string;
}

export const ReferralShown = defineEvent({
  type: 'ReferralShown', version: 1, topic: 'hhp.referral', schema: ReferralShownData,
  key: (said) => said.memberId, aggregate: (said) => said.disclosureId,
  labels: (said) => labelsOf(said.dataClasses),
});
export type ReferralShown = EventOf<typeof ReferralShown>;
