import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { type DeclineReason, declineReasons } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** The organization said no, or the member did, with a coded reason. */
export class ReferralDeclinedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsIn(['provider', 'member']) readonly side!: 'provider' | 'member';
  @IsIn(declineReasons) readonly reason!: DeclineReason;
  @IsISO8601({ strict: true }) readonly declinedAt!: string;
}

export const ReferralDeclined = defineEvent({
  type: 'ReferralDeclined', version: 1, topic: 'hhp.referral', schema: ReferralDeclinedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralDeclined = EventOf<typeof ReferralDeclined>;
