import { IsIn, IsUUID, Matches } from 'class-validator';
import { type ExitReason, exitReasons } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** The member said no to the programme; it is voluntary (003-17). */
export class MemberDeclinedData {
  @IsUUID() readonly memberId!: string;
  @Matches(datePattern) readonly declinedOn!: string;
  @IsIn(exitReasons) readonly reason!: ExitReason;
}

export const MemberDeclined = defineEvent({
  type: 'MemberDeclined', version: 1, topic: 'hhp.member', schema: MemberDeclinedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type MemberDeclined = EventOf<typeof MemberDeclined>;
