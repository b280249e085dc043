import { IsISO8601, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The referral waits for the consent of the member to this recipient and purpose (002-71). */
export class ReferralAwaitingConsentData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsISO8601({ strict: true }) readonly since!: string;
  @IsISO8601({ strict: true }) readonly dueAt!: string;
}

export const ReferralAwaitingConsent = defineEvent({
  type: 'ReferralAwaitingConsent', version: 1, topic: 'hhp.referral', schema: ReferralAwaitingConsentData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ReferralAwaitingConsent = EventOf<typeof ReferralAwaitingConsent>;
