import { IsArray, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** Somebody works for a plan, for a CB-CME of it, or for an organization of its own, in these roles. Never a name: only the id that tokens carry. */
export class StaffRegisteredData {
  @IsUUID() readonly personId!: string;
  /** Who that is to the identity provider: the `sub` of their tokens. */
  @Matches(idPattern) readonly subject!: string;
  /** The CB-CME, community organization or hospital; a person of the plan itself has none. */
  @IsOptional() @IsUUID() readonly organizationId?: string;
  @Matches(idPattern, { each: true }) @IsArray() readonly roles!: readonly string[];
}

export const StaffRegistered = defineEvent({
  type: 'StaffRegistered', version: 1, topic: 'hhp.staff', schema: StaffRegisteredData, key: (said) => said.personId, aggregate: (said) => said.personId,
});
export type StaffRegistered = EventOf<typeof StaffRegistered>;
