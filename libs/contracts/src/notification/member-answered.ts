import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** What a member may say of a service by their own link. */
export const memberAnswers = ['received', 'not-received', 'not-right'] as const;
export type MemberAnswer = (typeof memberAnswers)[number];

/** The member said, by their own link, whether a service came and whether it was the right one. */
export class MemberAnsweredData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly referralId!: string;
  @IsUUID() readonly answerId!: string;
  @IsIn(memberAnswers) readonly answer!: MemberAnswer;
  /** The day that the answer is about. */
  @Matches(datePattern) readonly on!: string;
  @IsISO8601({ strict: true }) readonly answeredAt!: string;
}

export const MemberAnswered = defineEvent({
  type: 'MemberAnswered', version: 1, topic: 'hhp.notification', schema: MemberAnsweredData,
  key: (said) => said.memberId, aggregate: (said) => said.answerId,
});
export type MemberAnswered = EventOf<typeof MemberAnswered>;
