import { IsString, IsUUID, MaxLength } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** Name, birth date, contact and language of the member as sealed bytes (AES-256-GCM under the key of the member). */
export class MemberProfileSealedData {
  @IsUUID() readonly memberId!: string;
  @IsString() @MaxLength(8000) readonly sealed!: string;
}

export const MemberProfileSealed = defineEvent({
  type: 'MemberProfileSealed', version: 1, topic: 'hhp.member-profile', schema: MemberProfileSealedData,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type MemberProfileSealed = EventOf<typeof MemberProfileSealed>;
