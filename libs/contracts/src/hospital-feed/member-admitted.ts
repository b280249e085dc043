import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { type PatientClass, patientClasses } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** A hospital admitted the member, or registered them in the emergency department (HL7 A01, A04). */
export class MemberAdmittedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @Matches(idPattern) readonly facilityId!: string;
  @IsIn(patientClasses) readonly patientClass!: PatientClass;
  @IsISO8601({ strict: true }) readonly admittedAt!: string;
}

export const MemberAdmitted = defineEvent({
  type: 'MemberAdmitted', version: 1, topic: 'hhp.hospital-stay', schema: MemberAdmittedData,
  key: (said) => said.memberId, aggregate: (said) => said.stayId,
});
export type MemberAdmitted = EventOf<typeof MemberAdmitted>;
