import { IsIn, IsUUID, Matches } from 'class-validator';
import { type Population, populations } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** A plan put the member on an engagement list (domain 3.1). */
export class MemberListedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly listId!: string;
  @Matches(idPattern) readonly contractCode!: string;
  @Matches(idPattern) readonly county!: string;
  @IsIn(populations) readonly population!: Population;
  @IsIn(['DHCS_TEL', 'PLAN_ADDED', 'REFERRAL']) readonly source!: 'DHCS_TEL' | 'PLAN_ADDED' | 'REFERRAL';
  @Matches(datePattern) readonly listedOn!: string;
}

export const MemberListed = defineEvent({
  type: 'MemberListed', version: 1, topic: 'hhp.member', schema: MemberListedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type MemberListed = EventOf<typeof MemberListed>;
