import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type PatientClass, patientClasses } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The discharge did not happen, the stay goes on (A13). */
export class DischargeCancelledData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @Matches(idPattern) readonly facilityId!: string;
  @IsIn(patientClasses) readonly patientClass!: PatientClass;
  @IsISO8601({ strict: true }) readonly cancelledAt!: string;
}

export const DischargeCancelled = defineEvent({
  type: 'DischargeCancelled', version: 1, topic: 'hhp.hospital-stay', schema: DischargeCancelledData,
  key: (said) => said.memberId, aggregate: (said) => said.stayId,
});
export type DischargeCancelled = EventOf<typeof DischargeCancelled>;
