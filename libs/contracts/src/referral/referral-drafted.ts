import { IsArray, IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type DataClass, type NeedCategory, dataClasses, labelsOf, labelsOfNeeds, needCategories } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** A referral for a need of the member to a service of an organization is being composed. */
export class ReferralDraftedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsIn(needCategories) readonly needCategory!: NeedCategory;
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsIn(dataClasses, { each: true }) @IsArray() readonly dataClasses!: readonly DataClass[];
  @Matches(idPattern) readonly ownerId!: string;
  @IsISO8601({ strict: true }) readonly draftedAt!: string;
}

export const ReferralDrafted = defineEvent({
  type: 'ReferralDrafted', version: 1, topic: 'hhp.referral', schema: ReferralDraftedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
  labels: (said) => labelsOf([...said.dataClasses, ...labelsOfNeeds(said.needCategory)]),
});
export type ReferralDrafted = EventOf<typeof ReferralDrafted>;
