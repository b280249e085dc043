import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The organization has seen the referral, or the team has proof of it. */
export class ReferralAcknowledgedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsISO8601({ strict: true }) readonly acknowledgedAt!: string;
  @IsIn(['partner', 'team']) readonly by!: 'partner' | 'team';
  @IsISO8601({ strict: true }) readonly decideBy!: string;
}

export const ReferralAcknowledged = defineEvent({
  type: 'ReferralAcknowledged', version: 1, topic: 'hhp.referral', schema: ReferralAcknowledgedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralAcknowledged = EventOf<typeof ReferralAcknowledged>;
