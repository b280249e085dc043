import { IsArray, IsInt, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern } from '../patterns.js';

/** The member agreed to this version of the Health Action Plan (000-18, 002-08). */
export class ActionPlanAgreedData {
  @IsUUID() readonly memberId!: string;
  @IsUUID() readonly planId!: string;
  @IsInt() readonly planVersion!: number;
  @Matches(datePattern) readonly agreedOn!: string;
  @IsUUID(undefined, { each: true }) @IsArray() readonly needIds!: readonly string[];
  @IsInt() readonly goalCount!: number;
  @IsOptional() @Matches(datePattern) readonly dueOn?: string;
}

export const ActionPlanAgreed = defineEvent({
  type: 'ActionPlanAgreed', version: 1, topic: 'hhp.assessment', schema: ActionPlanAgreedData,
  key: (said) => said.memberId, aggregate: (said) => said.planId,
});
export type ActionPlanAgreed = EventOf<typeof ActionPlanAgreed>;
