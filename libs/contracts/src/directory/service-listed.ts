import { IsArray, IsISO8601, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { type ServiceCategory, serviceCategories } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** An organization offers this service (002-52); HSDS status inactive or defunct means it takes no referrals. */
export class ServiceListedData {
  @IsUUID() readonly organizationId!: string;
  @IsUUID() readonly serviceId!: string;
  @IsString() @MaxLength(300) readonly name!: string;
  @IsIn(['active', 'inactive', 'defunct', 'temporarily-closed']) readonly status!: 'active' | 'inactive' | 'defunct' | 'temporarily-closed';
  @IsIn(serviceCategories, { each: true }) @IsArray() readonly categories!: readonly ServiceCategory[];
  @Matches(idPattern, { each: true }) @IsArray() readonly languages!: readonly string[];
  @IsOptional() @IsString() @MaxLength(200) readonly email?: string;
  @IsISO8601({ strict: true }) readonly listedAt!: string;
}

export const ServiceListed = defineEvent({
  type: 'ServiceListed', version: 1, topic: 'hhp.directory', schema: ServiceListedData,
  key: (said) => said.organizationId, aggregate: (said) => said.serviceId,
});
export type ServiceListed = EventOf<typeof ServiceListed>;
