import { IsISO8601, IsIn, IsOptional, IsUUID } from 'class-validator';
import { type NeedCategory, labelsOfNeeds, needCategories } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

/** The member has this need and wants help with it (a risk becomes a need when help is wanted). */
export class NeedIdentifiedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly needId!: string;
  @IsIn(needCategories) readonly category!: NeedCategory;
  @IsIn(['screening', 'coordinator', 'partner', 'discharge']) readonly origin!: 'screening' | 'coordinator' | 'partner' | 'discharge';
  @IsOptional() @IsUUID() readonly screeningId?: string;
  @IsISO8601({ strict: true }) readonly identifiedAt!: string;
}

export const NeedIdentified = defineEvent({
  type: 'NeedIdentified', version: 1, topic: 'hhp.assessment', schema: NeedIdentifiedData,
  key: (said) => said.memberId, aggregate: (said) => said.needId,
  labels: (said) => labelsOfNeeds(said.category),
});
export type NeedIdentified = EventOf<typeof NeedIdentified>;
