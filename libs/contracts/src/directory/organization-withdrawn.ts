import { IsISO8601, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The organization is no longer in the directory. */
export class OrganizationWithdrawnData {
  @IsUUID() readonly organizationId!: string;
  @IsISO8601({ strict: true }) readonly withdrawnAt!: string;
  @Matches(idPattern) readonly reason!: string;
}

export const OrganizationWithdrawn = defineEvent({
  type: 'OrganizationWithdrawn', version: 1, topic: 'hhp.directory', schema: OrganizationWithdrawnData,
  key: (said) => said.organizationId, aggregate: (said) => said.organizationId,
});
export type OrganizationWithdrawn = EventOf<typeof OrganizationWithdrawn>;
