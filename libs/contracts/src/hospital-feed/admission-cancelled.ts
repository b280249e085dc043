import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type PatientClass, patientClasses } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The admission did not happen (A11). */
export class AdmissionCancelledData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @Matches(idPattern) readonly facilityId!: string;
  @IsIn(patientClasses) readonly patientClass!: PatientClass;
  @IsISO8601({ strict: true }) readonly cancelledAt!: string;
}

export const AdmissionCancelled = defineEvent({
  type: 'AdmissionCancelled', version: 1, topic: 'hhp.hospital-stay', schema: AdmissionCancelledData,
  key: (said) => said.memberId, aggregate: (said) => said.stayId,
});
export type AdmissionCancelled = EventOf<typeof AdmissionCancelled>;
