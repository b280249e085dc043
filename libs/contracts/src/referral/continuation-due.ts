import { IsISO8601, IsInt, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** A checkpoint after the first service has come: does the member still receive it? (002-128) */
export class ContinuationDueData {
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly memberId!: string;
  @IsInt() readonly checkpointDays!: number;
  @Matches(datePattern) readonly dueOn!: string;
  /** When the question was put. */
  @IsOptional() @IsISO8601({ strict: true }) readonly askedAt?: string;
}

export const ContinuationDue = defineEvent({
  type: 'ContinuationDue', version: 1, topic: 'hhp.referral', schema: ContinuationDueData,
  key: (said) => said.memberId, aggregate: (said) => said.referralId,
});
export type ContinuationDue = EventOf<typeof ContinuationDue>;
