import { IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type DeclineReason, declineReasons } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** The organization answered a referral through its one-time link. */
export class PartnerAnsweredData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly organizationId!: string;
  @IsIn(['acknowledge', 'accept', 'decline']) readonly answer!: 'acknowledge' | 'accept' | 'decline';
  @IsOptional() @IsIn(declineReasons) readonly reason?: DeclineReason;
  @IsOptional() @Matches(datePattern) readonly expectedStartOn?: string;
  @IsISO8601({ strict: true }) readonly answeredAt!: string;
  @IsUUID() readonly linkId!: string;
}

export const PartnerAnswered = defineEvent({
  type: 'PartnerAnswered', version: 1, topic: 'hhp.notification', schema: PartnerAnsweredData,
  key: (said) => said.memberId, aggregate: (said) => said.linkId,
});
export type PartnerAnswered = EventOf<typeof PartnerAnswered>;
