import { IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Somebody may not act until further notice: every service refuses their tokens. */
export class StaffSuspendedData {
  @IsUUID() readonly personId!: string;
  /** Who that is to the identity provider: the `sub` of their tokens. */
  @Matches(idPattern) readonly subject!: string;
  /** A code: `left`, `leave`, `security` … */
  @Matches(idPattern) readonly reason!: string;
}

export const StaffSuspended = defineEvent({
  type: 'StaffSuspended', version: 1, topic: 'hhp.staff', schema: StaffSuspendedData, key: (said) => said.personId, aggregate: (said) => said.personId,
});
export type StaffSuspended = EventOf<typeof StaffSuspended>;
