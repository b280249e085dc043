import { IsISO8601, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** The member took a consent back; from `inForceAt` on nothing leaves under it anywhere. */
export class ConsentRevokedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly consentId!: string;
  @IsISO8601({ strict: true }) readonly revokedAt!: string;
  @IsISO8601({ strict: true }) readonly inForceAt!: string;
}

export const ConsentRevoked = defineEvent({
  type: 'ConsentRevoked', version: 1, topic: 'hhp.consent', schema: ConsentRevokedData,
  key: (said) => said.memberId, aggregate: (said) => said.consentId,
});
export type ConsentRevoked = EventOf<typeof ConsentRevoked>;
