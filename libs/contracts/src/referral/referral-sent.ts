import { IsArray, IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type Channel, type DataClass, type NeedCategory, channels, dataClasses, labelsOf, labelsOfNeeds, needCategories } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The organization was asked to serve the member and should answer by `respondBy`. */
export class ReferralSentData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsIn(needCategories) readonly needCategory!: NeedCategory;
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsIn(channels) readonly channel!: Channel;
  @IsUUID() readonly consentId!: string;
  @IsIn(dataClasses, { each: true }) @IsArray() readonly dataClasses!: readonly DataClass[];
  @IsISO8601({ strict: true }) readonly sentAt!: string;
  @IsISO8601({ strict: true }) readonly respondBy!: string;
  @IsISO8601({ strict: true }) readonly memberFollowUpBy!: string;
  /** Checks before sending that a person overrode, each as `check:reason`. */
  @IsOptional() @Matches(idPattern, { each: true }) @IsArray() readonly overrides?: readonly string[];
}

export const ReferralSent = defineEvent({
  type: 'ReferralSent', version: 1, topic: 'hhp.referral', schema: ReferralSentData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
  labels: (said) => labelsOf([...said.dataClasses, ...labelsOfNeeds(said.needCategory)]),
});
export type ReferralSent = EventOf<typeof ReferralSent>;
