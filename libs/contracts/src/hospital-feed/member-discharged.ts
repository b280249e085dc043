import { IsBoolean, IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type PatientClass, patientClasses } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member left the hospital (A03); a corrected time says it again. */
export class MemberDischargedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly stayId!: string;
  @Matches(idPattern) readonly facilityId!: string;
  @IsIn(patientClasses) readonly patientClass!: PatientClass;
  @IsISO8601({ strict: true }) readonly dischargedAt!: string;
  @IsOptional() @Matches(idPattern) readonly disposition?: string;
  @IsOptional() @IsBoolean() readonly deceased?: boolean;
}

export const MemberDischarged = defineEvent({
  type: 'MemberDischarged', version: 1, topic: 'hhp.hospital-stay', schema: MemberDischargedData,
  key: (said) => said.memberId, aggregate: (said) => said.stayId,
});
export type MemberDischarged = EventOf<typeof MemberDischarged>;
