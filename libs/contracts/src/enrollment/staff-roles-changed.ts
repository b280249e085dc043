import { IsArray, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Somebody may from now on act in these roles and in no other; in none at all, nowhere. */
export class StaffRolesChangedData {
  @IsUUID() readonly personId!: string;
  /** Who that is to the identity provider: the `sub` of their tokens. */
  @Matches(idPattern) readonly subject!: string;
  @Matches(idPattern, { each: true }) @IsArray() readonly roles!: readonly string[];
}

export const StaffRolesChanged = defineEvent({
  type: 'StaffRolesChanged', version: 1, topic: 'hhp.staff', schema: StaffRolesChangedData, key: (said) => said.personId, aggregate: (said) => said.personId,
});
export type StaffRolesChanged = EventOf<typeof StaffRolesChanged>;
