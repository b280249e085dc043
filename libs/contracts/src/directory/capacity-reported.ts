import { IsISO8601, IsIn, IsInt, IsOptional, IsUUID, Matches } from 'class-validator';
import { type CapacityStatus, capacityStatuses } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** How much room a service has, as said by somebody at a moment; it ages (002-99). */
export class CapacityReportedData {
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsIn(capacityStatuses) readonly status!: CapacityStatus;
  @IsOptional() @IsInt() readonly available?: number;
  @IsOptional() @Matches(datePattern) readonly earliestStartOn?: string;
  @IsISO8601({ strict: true }) readonly reportedAt!: string;
}

export const CapacityReported = defineEvent({
  type: 'CapacityReported', version: 1, topic: 'hhp.directory', schema: CapacityReportedData,
  key: (said) => said.organizationId, aggregate: (said) => said.serviceId,
});
export type CapacityReported = EventOf<typeof CapacityReported>;
