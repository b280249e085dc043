import { IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** The organization will serve the member. */
export class ReferralAcceptedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsISO8601({ strict: true }) readonly acceptedAt!: string;
  @IsIn(['partner', 'team']) readonly by!: 'partner' | 'team';
  @IsOptional() @Matches(datePattern) readonly expectedStartOn?: string;
}

export const ReferralAccepted = defineEvent({
  type: 'ReferralAccepted', version: 1, topic: 'hhp.referral', schema: ReferralAcceptedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralAccepted = EventOf<typeof ReferralAccepted>;
