import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { type OutreachMode, type OutreachResult, outreachModes, outreachResults } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** Somebody tried to reach the member, with success or without (domain 3.2). */
export class OutreachAttemptedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly attemptId!: string;
  @IsIn(outreachModes) readonly mode!: OutreachMode;
  @IsIn(outreachResults) readonly result!: OutreachResult;
  @IsISO8601({ strict: true }) readonly attemptedAt!: string;
}

export const OutreachAttempted = defineEvent({
  type: 'OutreachAttempted', version: 1, topic: 'hhp.member', schema: OutreachAttemptedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type OutreachAttempted = EventOf<typeof OutreachAttempted>;
