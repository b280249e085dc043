import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { type Population, populations } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { datePattern, idPattern } from '../patterns.js';

/** A plan organization runs the programme under this contract in this county from this day for these populations. */
export class PlanContractDeclaredData {
  @Matches(idPattern) readonly contractCode!: string;
  @Matches(idPattern) readonly planOrganization!: string;
  @Matches(idPattern) readonly county!: string;
  @IsString() @MaxLength(80) readonly product!: string;
  @IsIn(populations) readonly population!: Population;
  @Matches(datePattern) readonly effectiveOn!: string;
  @IsOptional() @Matches(datePattern) readonly announcedOn?: string;
}

export const PlanContractDeclared = defineEvent({
  type: 'PlanContractDeclared', version: 1, topic: 'hhp.care-entity', schema: PlanContractDeclaredData,
  key: (said) => said.contractCode, aggregate: (said) => said.contractCode,
});
export type PlanContractDeclared = EventOf<typeof PlanContractDeclared>;
