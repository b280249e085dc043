import { IsIn, IsUUID, Matches } from 'class-validator';
import { type ExitReason, exitReasons } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** The member left the programme on this day (003-17, 004-31). */
export class MemberDisenrolledData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly enrollmentId!: string;
  @Matches(idPattern) readonly county!: string;
  @Matches(datePattern) readonly disenrolledOn!: string;
  @IsIn(exitReasons) readonly reason!: ExitReason;
}

export const MemberDisenrolled = defineEvent({
  type: 'MemberDisenrolled', version: 1, topic: 'hhp.member', schema: MemberDisenrolledData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type MemberDisenrolled = EventOf<typeof MemberDisenrolled>;
