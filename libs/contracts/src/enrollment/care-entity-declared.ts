import { IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** An organization serves members as a community-based care management entity (CB-CME) of a plan. */
export class CareEntityDeclaredData {
  @IsUUID() readonly careEntityId!: string;
  @Matches(idPattern) readonly planOrganization!: string;
  @IsString() @MaxLength(200) readonly name!: string;
  @Matches(idPattern) readonly contractCode!: string;
}

export const CareEntityDeclared = defineEvent({
  type: 'CareEntityDeclared', version: 1, topic: 'hhp.care-entity', schema: CareEntityDeclaredData,
  key: (said) => said.careEntityId, aggregate: (said) => said.careEntityId,
});
export type CareEntityDeclared = EventOf<typeof CareEntityDeclared>;
