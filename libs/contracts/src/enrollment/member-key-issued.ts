import { IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The data key of the member, wrapped by the master key; its tombstone makes every sealed fact of the member unreadable. */
export class MemberKeyIssuedData {
  @IsUUID() readonly memberId!: string;
  @IsString() @MaxLength(200) readonly wrappedKey!: string;
  @Matches(idPattern) readonly masterKeyId!: string;
}

export const MemberKeyIssued = defineEvent({
  type: 'MemberKeyIssued', version: 1, topic: 'hhp.member-key', schema: MemberKeyIssuedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type MemberKeyIssued = EventOf<typeof MemberKeyIssued>;
