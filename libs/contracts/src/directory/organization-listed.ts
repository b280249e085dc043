import { IsArray, IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** A community organization or agency is in the directory with these public facts (002-52). */
export class OrganizationListedData {
  @IsUUID() readonly organizationId!: string;
  @IsString() @MaxLength(300) readonly name!: string;
  @IsOptional() @IsString() @MaxLength(200) readonly email?: string;
  @IsOptional() @IsString() @MaxLength(80) readonly phone?: string;
  @IsOptional() @IsString() @MaxLength(500) readonly website?: string;
  /** The classes of recipients that it belongs to: a member may consent to a class instead of one organization (domain 4.1). */
  @IsOptional() @Matches(idPattern, { each: true }) @IsArray() readonly recipientClasses?: readonly string[];
  @Matches(idPattern) readonly source!: string;
  @IsISO8601({ strict: true }) readonly listedAt!: string;
}

export const OrganizationListed = defineEvent({
  type: 'OrganizationListed', version: 1, topic: 'hhp.directory', schema: OrganizationListedData,
  key: (said) => said.organizationId, aggregate: (said) => said.organizationId,
});
export type OrganizationListed = EventOf<typeof OrganizationListed>;
