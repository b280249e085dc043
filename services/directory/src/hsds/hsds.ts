/**
 * What the directory keeps of a record: the fields of HSDS 3.1 under their own names (domain 17), without the references back to a parent
 * and without the provenance of the source's edits. Every mapping drafts this shape; the export gives it back.
 */
export interface Term {
  readonly id: string; readonly name: string; readonly description: string; readonly code?: string; readonly taxonomy?: string; readonly term_uri?: string;
}

export interface Attribute {
  readonly id: string; readonly label?: string; readonly value?: string; readonly link_type?: string; readonly link_entity?: string;
  readonly taxonomy_term?: Term;
}

export interface Language { readonly id: string; readonly name?: string; readonly code?: string; readonly note?: string }

export interface Phone {
  readonly id: string; readonly number: string; readonly extension?: number; readonly type?: string; readonly description?: string;
  readonly languages?: readonly Language[];
}

export interface Contact {
  readonly id: string; readonly name?: string; readonly title?: string; readonly department?: string; readonly email?: string;
  readonly phones?: readonly Phone[];
}

/** Times are local to the programme unless they carry an offset; a year 0001 means every year. */
export interface Schedule {
  readonly id: string; readonly freq?: 'WEEKLY' | 'MONTHLY'; readonly wkst?: string; readonly byday?: string; readonly bymonthday?: string;
  readonly byweekno?: string; readonly byyearday?: string; readonly interval?: number; readonly count?: number; readonly until?: string;
  readonly dtstart?: string; readonly timezone?: number; readonly valid_from?: string; readonly valid_to?: string;
  readonly opens_at?: string; readonly closes_at?: string; readonly description?: string; readonly notes?: string;
  readonly schedule_link?: string; readonly attending_type?: string; readonly attributes?: readonly Attribute[];
}

export interface Address {
  readonly id: string; readonly attention?: string; readonly address_1: string; readonly address_2?: string; readonly city: string;
  readonly region?: string; readonly state_province: string; readonly postal_code: string; readonly country: string;
  readonly address_type: 'physical' | 'postal' | 'virtual';
}

export interface Accessibility { readonly id: string; readonly description?: string; readonly details?: string; readonly url?: string }

export interface Location {
  readonly id: string; readonly location_type: 'physical' | 'postal' | 'virtual'; readonly url?: string; readonly name?: string;
  readonly alternate_name?: string; readonly description?: string; readonly transportation?: string; readonly latitude?: number;
  readonly longitude?: number; readonly external_identifier?: string; readonly external_identifier_type?: string;
  readonly languages?: readonly Language[]; readonly addresses?: readonly Address[]; readonly contacts?: readonly Contact[];
  readonly accessibility?: readonly Accessibility[]; readonly phones?: readonly Phone[]; readonly schedules?: readonly Schedule[];
  readonly attributes?: readonly Attribute[];
}

export interface ServiceArea {
  readonly id: string; readonly name?: string; readonly description?: string; readonly extent?: string; readonly extent_type?: string; readonly uri?: string;
}

/** A service at one of its places; hours said here come before those of the service and of the location. */
export interface Site {
  readonly id: string; readonly location_id?: string; readonly description?: string; readonly service_areas?: readonly ServiceArea[];
  readonly contacts?: readonly Contact[]; readonly phones?: readonly Phone[]; readonly schedules?: readonly Schedule[];
  readonly location?: Location; readonly attributes?: readonly Attribute[];
}

export interface CostOption {
  readonly id: string; readonly option?: string; readonly amount?: number; readonly amount_description?: string; readonly currency?: string;
  readonly valid_from?: string; readonly valid_to?: string;
}

export interface Link { readonly id: string; readonly label?: string; readonly url: string }
export interface Funding { readonly id: string; readonly source?: string }
export interface RequiredDocument { readonly id: string; readonly document?: string; readonly uri?: string }
export interface Program { readonly id: string; readonly name: string; readonly alternate_name?: string; readonly description: string }
export interface OrganizationIdentifier {
  readonly id: string; readonly identifier_scheme?: string; readonly identifier_type: string; readonly identifier: string;
}

export interface Unit { readonly id: string; readonly name: string; readonly scheme?: string; readonly identifier?: string; readonly uri?: string }

/** How much room a service has, by unit, in the words of HSDS; the four statuses of Gravity travel beside it as an attribute. */
export interface ServiceCapacity {
  readonly id: string; readonly unit: Unit; readonly available: number; readonly maximum?: number; readonly description?: string; readonly updated: string;
}

export interface Organization {
  readonly id: string; readonly name: string; readonly alternate_name?: string; readonly description: string; readonly email?: string;
  readonly website?: string; readonly additional_websites?: readonly Link[]; readonly tax_status?: string; readonly tax_id?: string;
  readonly year_incorporated?: number; readonly legal_status?: string; readonly logo?: string; readonly uri?: string;
  readonly parent_organization_id?: string; readonly funding?: readonly Funding[]; readonly contacts?: readonly Contact[];
  readonly phones?: readonly Phone[]; readonly locations?: readonly Location[]; readonly programs?: readonly Program[];
  readonly organization_identifiers?: readonly OrganizationIdentifier[]; readonly attributes?: readonly Attribute[];
}

export type ServiceStatus = 'active' | 'inactive' | 'defunct' | 'temporarily closed';

export interface Service {
  readonly id: string; readonly organization_id: string; readonly name: string; readonly alternate_name?: string; readonly description?: string;
  readonly url?: string; readonly additional_urls?: readonly Link[]; readonly email?: string; readonly status: ServiceStatus;
  readonly interpretation_services?: string; readonly application_process?: string; readonly fees_description?: string;
  readonly wait_time?: string; readonly fees?: string; readonly accreditations?: string; readonly eligibility_description?: string;
  readonly minimum_age?: number; readonly maximum_age?: number; readonly assured_date?: string; readonly assurer_email?: string;
  readonly licenses?: string; readonly alert?: string; readonly phones?: readonly Phone[]; readonly schedules?: readonly Schedule[];
  readonly service_areas?: readonly ServiceArea[]; readonly service_at_locations?: readonly Site[]; readonly languages?: readonly Language[];
  readonly funding?: readonly Funding[]; readonly cost_options?: readonly CostOption[]; readonly program?: Program;
  readonly required_documents?: readonly RequiredDocument[]; readonly contacts?: readonly Contact[];
  readonly capacities?: readonly ServiceCapacity[]; readonly attributes?: readonly Attribute[];
}

/** A shape whose parts have no ids yet: a source without ids of its own drafts it so, and they are derived from the source's. */
export type Unnamed<T> =
  T extends readonly (infer Each)[] ? readonly Unnamed<Each>[]
    : T extends object ? { readonly [Field in keyof T as Exclude<Field, 'id'>]: Unnamed<T[Field]> } & { readonly id?: string }
      : T;
