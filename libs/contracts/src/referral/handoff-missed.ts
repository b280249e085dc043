import { IsISO8601, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The handoff did not take place; the referral goes back to its organization for a new date. */
export class HandoffMissedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsISO8601({ strict: true }) readonly missedAt!: string;
  @Matches(idPattern) readonly reason!: string;
}

export const HandoffMissed = defineEvent({
  type: 'HandoffMissed', version: 1, topic: 'hhp.referral', schema: HandoffMissedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type HandoffMissed = EventOf<typeof HandoffMissed>;
