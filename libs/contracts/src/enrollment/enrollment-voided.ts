import { IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** An enrolment was recorded by mistake; it never counted. The correction of MemberEnrolled. */
export class EnrollmentVoidedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly enrollmentId!: string;
  @Matches(idPattern) readonly county!: string;
  @Matches(datePattern) readonly voidedOn!: string;
  @Matches(idPattern) readonly reason!: string;
}

export const EnrollmentVoided = defineEvent({
  type: 'EnrollmentVoided', version: 1, topic: 'hhp.member', schema: EnrollmentVoidedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type EnrollmentVoided = EventOf<typeof EnrollmentVoided>;
