import { IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member left a hospital; somebody must see to them by `dueAt` (000-08). */
export class TransitionFollowUpOpenedData {
  @IsUUID() readonly transitionId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @IsISO8601({ strict: true }) readonly dischargedAt!: string;
  @IsISO8601({ strict: true }) readonly dueAt!: string;
  @IsOptional() @Matches(idPattern) readonly ownerId?: string;
}

export const TransitionFollowUpOpened = defineEvent({
  type: 'TransitionFollowUpOpened', version: 1, topic: 'hhp.referral', schema: TransitionFollowUpOpenedData,
  key: (said) => said.memberId, aggregate: (said) => said.transitionId,
});
export type TransitionFollowUpOpened = EventOf<typeof TransitionFollowUpOpened>;
