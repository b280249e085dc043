import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** It is time to ask the member or the organization how the referral goes (002-110, 002-112). */
export class FollowUpDueData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly followUpId!: string;
  @IsIn(['member', 'partner', 'team', 'supervisor']) readonly ask!: 'member' | 'partner' | 'team' | 'supervisor';
  @Matches(idPattern) readonly step!: string;
  @IsISO8601({ strict: true }) readonly dueAt!: string;
}

export const FollowUpDue = defineEvent({
  type: 'FollowUpDue', version: 1, topic: 'hhp.referral', schema: FollowUpDueData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type FollowUpDue = EventOf<typeof FollowUpDue>;
