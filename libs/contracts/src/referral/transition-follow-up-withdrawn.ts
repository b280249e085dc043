import { IsISO8601, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The discharge was cancelled or the member left the programme; the follow-up is not due any more. */
export class TransitionFollowUpWithdrawnData {
  @IsUUID() readonly transitionId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @Matches(idPattern) readonly reason!: string;
  @IsISO8601({ strict: true }) readonly withdrawnAt!: string;
}

export const TransitionFollowUpWithdrawn = defineEvent({
  type: 'TransitionFollowUpWithdrawn', version: 1, topic: 'hhp.referral', schema: TransitionFollowUpWithdrawnData,
  key: (said) => said.memberId, aggregate: (said) => said.transitionId,
});
export type TransitionFollowUpWithdrawn = EventOf<typeof TransitionFollowUpWithdrawn>;
