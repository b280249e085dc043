import { IsArray, IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type HandoffMode, handoffModes } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** A warm handoff is set: when, how, who takes part (000-15). */
export class HandoffScheduledData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsISO8601({ strict: true }) readonly handoffAt!: string;
  @IsIn(handoffModes) readonly mode!: HandoffMode;
  @Matches(idPattern, { each: true }) @IsArray() readonly participants!: readonly string[];
  @IsISO8601({ strict: true }) readonly scheduledAt!: string;
}

export const HandoffScheduled = defineEvent({
  type: 'HandoffScheduled', version: 1, topic: 'hhp.referral', schema: HandoffScheduledData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type HandoffScheduled = EventOf<typeof HandoffScheduled>;
