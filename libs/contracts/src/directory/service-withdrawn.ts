import { IsISO8601, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The service is no longer offered or listed. */
export class ServiceWithdrawnData {
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsISO8601({ strict: true }) readonly withdrawnAt!: string;
  @Matches(idPattern) readonly reason!: string;
}

export const ServiceWithdrawn = defineEvent({
  type: 'ServiceWithdrawn', version: 1, topic: 'hhp.directory', schema: ServiceWithdrawnData,
  key: (said) => said.organizationId, aggregate: (said) => said.serviceId,
});
export type ServiceWithdrawn = EventOf<typeof ServiceWithdrawn>;
