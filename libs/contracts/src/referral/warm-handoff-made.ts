import { IsArray, IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type HandoffMode, handoffModes } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member was introduced in person to those who will serve; who took part and how it went. */
export class WarmHandoffMadeData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsISO8601({ strict: true }) readonly handoffAt!: string;
  @IsIn(handoffModes) readonly mode!: HandoffMode;
  @Matches(idPattern, { each: true }) @IsArray() readonly participants!: readonly string[];
  @IsIn(['introduced', 'partly', 'failed']) readonly outcome!: 'introduced' | 'partly' | 'failed';
}

export const WarmHandoffMade = defineEvent({
  type: 'WarmHandoffMade', version: 1, topic: 'hhp.referral', schema: WarmHandoffMadeData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type WarmHandoffMade = EventOf<typeof WarmHandoffMade>;
