import { IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/**
 * Somebody covers for somebody absent: from the first of these days to the last, both included, the panel of the one is also that of the
 * other. Said again for the same cover, the last word counts.
 */
export class CoverArrangedData {
  @IsUUID() readonly coverId!: string;
  @Matches(idPattern) readonly absent!: string;
  @Matches(idPattern) readonly covering!: string;
  @Matches(datePattern) readonly from!: string;
  @Matches(datePattern) readonly until!: string;
}

export const CoverArranged = defineEvent({
  type: 'CoverArranged', version: 1, topic: 'hhp.staff', schema: CoverArrangedData, key: (said) => said.coverId, aggregate: (said) => said.coverId,
});
export type CoverArranged = EventOf<typeof CoverArranged>;
