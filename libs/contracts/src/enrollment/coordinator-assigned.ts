import { IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member is from now on on the panel of another care coordinator, for the rest of this enrolment (000-03). */
export class CoordinatorAssignedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly enrollmentId!: string;
  @Matches(idPattern) readonly coordinatorId!: string;
}

export const CoordinatorAssigned = defineEvent({
  type: 'CoordinatorAssigned', version: 1, topic: 'hhp.member', schema: CoordinatorAssignedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type CoordinatorAssigned = EventOf<typeof CoordinatorAssigned>;
