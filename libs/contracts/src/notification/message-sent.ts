import { IsISO8601, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

const recipientKinds = ['partner', 'coordinator', 'supervisor', 'privacy-officer', 'member'] as const;

/** A message left for its recipient; the server took it. */
export class MessageSentData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly messageId!: string;
  @IsOptional() @IsUUID() readonly referralId?: string;
  @Matches(idPattern) readonly template!: string;
  @IsIn(recipientKinds) readonly recipientKind!: (typeof recipientKinds)[number];
  @IsOptional() @IsUUID() readonly organizationId?: string;
  @IsISO8601({ strict: true }) readonly sentAt!: string;
}

export const MessageSent = defineEvent({
  type: 'MessageSent', version: 1, topic: 'hhp.notification', schema: MessageSentData,
  key: (said) => said.memberId, aggregate: (said) => said.messageId,
});
export type MessageSent = EventOf<typeof MessageSent>;
