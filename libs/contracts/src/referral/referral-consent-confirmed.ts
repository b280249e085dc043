import { IsISO8601, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The consent that was missing is held now. */
export class ReferralConsentConfirmedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly consentId!: string;
  @IsISO8601({ strict: true }) readonly confirmedAt!: string;
}

export const ReferralConsentConfirmed = defineEvent({
  type: 'ReferralConsentConfirmed', version: 1, topic: 'hhp.referral', schema: ReferralConsentConfirmedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralConsentConfirmed = EventOf<typeof ReferralConsentConfirmed>;
