import { IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The member took a consent back; from `inForceAt` on nothing leaves under it anywhere. */
export class ConsentRevokedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly consentId!: string;
  @IsISO8601({ strict: true }) readonly revokedAt!: string;
  @IsISO8601({ strict: true }) readonly inForceAt!: string;
  /** The form by which it was taken back (`ascmi-revocation`). */
  @IsOptional() @Matches(idPattern) readonly formCode?: string;
}

export const ConsentRevoked = defineEvent({
  type: 'ConsentRevoked', version: 1, topic: 'hhp.consent', schema: ConsentRevokedData,
  key: (said) => said.memberId, aggregate: (said) => said.consentId,
});
export type ConsentRevoked = EventOf<typeof ConsentRevoked>;
