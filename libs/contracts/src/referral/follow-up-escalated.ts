import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Nobody answered in time and the next step was taken; the last step is a supervisor. */
export class FollowUpEscalatedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @Matches(idPattern) readonly step!: string;
  @IsIn(['coordinator', 'supervisor']) readonly to!: 'coordinator' | 'supervisor';
  @IsISO8601({ strict: true }) readonly escalatedAt!: string;
  @IsISO8601({ strict: true }) readonly nextAt!: string;
}

export const FollowUpEscalated = defineEvent({
  type: 'FollowUpEscalated', version: 1, topic: 'hhp.referral', schema: FollowUpEscalatedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type FollowUpEscalated = EventOf<typeof FollowUpEscalated>;
