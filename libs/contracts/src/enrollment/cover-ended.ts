import { IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** A cover for an absence ends before its last day, or never was. */
export class CoverEndedData {
  @IsUUID() readonly coverId!: string;
  /** From this day on nobody covers. */
  @Matches(datePattern) readonly endedOn!: string;
}

export const CoverEnded = defineEvent({
  type: 'CoverEnded', version: 1, topic: 'hhp.staff', schema: CoverEndedData, key: (said) => said.coverId, aggregate: (said) => said.coverId,
});
export type CoverEnded = EventOf<typeof CoverEnded>;
