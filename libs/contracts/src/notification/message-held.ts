import { IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** A message was not sent, and why (no consent, stale knowledge of consents, no address). */
export class MessageHeldData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly messageId!: string;
  @IsOptional() @IsUUID() readonly referralId?: string;
  @Matches(idPattern) readonly template!: string;
  @Matches(idPattern) readonly reason!: string;
  @IsISO8601({ strict: true }) readonly heldAt!: string;
}

export const MessageHeld = defineEvent({
  type: 'MessageHeld', version: 1, topic: 'hhp.notification', schema: MessageHeldData,
  key: (said) => said.memberId, aggregate: (said) => said.messageId,
});
export type MessageHeld = EventOf<typeof MessageHeld>;
