import { IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** Accepted in principle, no room yet; there is an estimate and a date to talk again. */
export class ReferralWaitlistedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsOptional() @Matches(datePattern) readonly estimatedStartOn?: string;
  @Matches(datePattern) readonly recontactOn!: string;
  @IsISO8601({ strict: true }) readonly waitlistedAt!: string;
}

export const ReferralWaitlisted = defineEvent({
  type: 'ReferralWaitlisted', version: 1, topic: 'hhp.referral', schema: ReferralWaitlistedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralWaitlisted = EventOf<typeof ReferralWaitlisted>;
