import { IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Somebody who was suspended may act again. */
export class StaffReinstatedData {
  @IsUUID() readonly personId!: string;
  /** Who that is to the identity provider: the `sub` of their tokens. */
  @Matches(idPattern) readonly subject!: string;
}

export const StaffReinstated = defineEvent({
  type: 'StaffReinstated', version: 1, topic: 'hhp.staff', schema: StaffReinstatedData, key: (said) => said.personId, aggregate: (said) => said.personId,
});
export type StaffReinstated = EventOf<typeof StaffReinstated>;
