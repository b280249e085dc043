import { IsISO8601, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The clock of a follow-up after discharge ran out without contact; a supervisor is told. */
export class TransitionFollowUpOverdueData {
  @IsUUID() readonly transitionId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @IsISO8601({ strict: true }) readonly overdueAt!: string;
}

export const TransitionFollowUpOverdue = defineEvent({
  type: 'TransitionFollowUpOverdue', version: 1, topic: 'hhp.referral', schema: TransitionFollowUpOverdueData,
  key: (said) => said.memberId, aggregate: (said) => said.transitionId,
});
export type TransitionFollowUpOverdue = EventOf<typeof TransitionFollowUpOverdue>;
