import { IsISO8601, IsIn, IsUUID } from 'class-validator';
import { type NeedStatus, needStatuses } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** Where the need stands; proposed by referral facts, confirmed by a person where it ends. */
export class NeedStatusChangedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsIn(needStatuses) readonly status!: NeedStatus;
  @IsISO8601({ strict: true }) readonly changedAt!: string;
}

export const NeedStatusChanged = defineEvent({
  type: 'NeedStatusChanged', version: 1, topic: 'hhp.assessment', schema: NeedStatusChangedData,
  key: (said) => said.memberId, aggregate: (said) => said.needId,
});
export type NeedStatusChanged = EventOf<typeof NeedStatusChanged>;
