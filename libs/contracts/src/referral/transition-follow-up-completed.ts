import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The member was followed up after the hospital stay. */
export class TransitionFollowUpCompletedData {
  @IsUUID() readonly transitionId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @IsISO8601({ strict: true }) readonly completedAt!: string;
  @IsIn(['reached', 'not-reached']) readonly result!: 'reached' | 'not-reached';
}

export const TransitionFollowUpCompleted = defineEvent({
  type: 'TransitionFollowUpCompleted', version: 1, topic: 'hhp.referral', schema: TransitionFollowUpCompletedData,
  key: (said) => said.memberId, aggregate: (said) => said.transitionId,
});
export type TransitionFollowUpCompleted = EventOf<typeof TransitionFollowUpCompleted>;
