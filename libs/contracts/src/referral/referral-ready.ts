import { IsISO8601, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The referral passed its pre-flight and may be sent. */
export class ReferralReadyData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly consentId!: string;
  @IsISO8601({ strict: true }) readonly readyAt!: string;
}

export const ReferralReady = defineEvent({
  type: 'ReferralReady', version: 1, topic: 'hhp.referral', schema: ReferralReadyData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralReady = EventOf<typeof ReferralReady>;
