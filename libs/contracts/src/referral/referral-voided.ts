import { IsISO8601, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The referral was created in error; it is kept for the audit and counts nowhere. */
export class ReferralVoidedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @Matches(idPattern) readonly reason!: string;
  @IsISO8601({ strict: true }) readonly voidedAt!: string;
}

export const ReferralVoided = defineEvent({
  type: 'ReferralVoided', version: 1, topic: 'hhp.referral', schema: ReferralVoidedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralVoided = EventOf<typeof ReferralVoided>;
