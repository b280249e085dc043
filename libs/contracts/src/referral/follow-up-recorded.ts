import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** Somebody asked and noted the answer. */
export class FollowUpRecordedData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly followUpId!: string;
  @IsIn(['member', 'partner', 'team', 'supervisor']) readonly ask!: 'member' | 'partner' | 'team' | 'supervisor';
  @IsIn(['reached', 'not-reached', 'message-left']) readonly result!: 'reached' | 'not-reached' | 'message-left';
  @IsISO8601({ strict: true }) readonly recordedAt!: string;
}

export const FollowUpRecorded = defineEvent({
  type: 'FollowUpRecorded', version: 1, topic: 'hhp.referral', schema: FollowUpRecordedData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type FollowUpRecorded = EventOf<typeof FollowUpRecorded>;
