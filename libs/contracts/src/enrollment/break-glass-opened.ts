import { IsIn, IsISO8601, IsUUID, Matches } from 'class-validator';
import { type EmergencyReason, emergencyReasons } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Somebody broke the glass: until then they may see this one member of their plan who is not on their panel. Why, in words, stays in enrolment. */
export class BreakGlassOpenedData {
  @IsUUID() readonly grantId!: string;
  @IsUUID() readonly memberId!: string;
  @Matches(idPattern) readonly openedBy!: string;
  @IsIn(emergencyReasons) readonly reason!: EmergencyReason;
  @IsISO8601({ strict: true }) readonly openedAt!: string;
  @IsISO8601({ strict: true }) readonly until!: string;
}

export const BreakGlassOpened = defineEvent({
  type: 'BreakGlassOpened', version: 1, topic: 'hhp.staff', schema: BreakGlassOpenedData, key: (said) => said.grantId, aggregate: (said) => said.grantId,
});
export type BreakGlassOpened = EventOf<typeof BreakGlassOpened>;
