import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type Population, populations } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** The member joined the programme under a plan contract in a county, served by one CB-CME (002-07). */
export class MemberEnrolledData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly enrollmentId!: string;
  @Matches(idPattern) readonly contractCode!: string;
  @Matches(idPattern) readonly county!: string;
  @IsIn(populations) readonly population!: Population;
  @IsUUID() readonly careEntityId!: string;
  @IsOptional() @Matches(idPattern) readonly coordinatorId?: string;
  @Matches(datePattern) readonly enrolledOn!: string;
  @IsOptional() @IsBoolean() readonly chronicallyHomeless?: boolean;
}

export const MemberEnrolled = defineEvent({
  type: 'MemberEnrolled', version: 1, topic: 'hhp.member', schema: MemberEnrolledData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type MemberEnrolled = EventOf<typeof MemberEnrolled>;
