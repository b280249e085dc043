import type { CapacityReported, CapacityStatus } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import type { Attribute, Service } from '../hsds/hsds.js';

/** How much room a service has as somebody said it; it ages from `asOf` on (002-99). */
export interface Capacity {
  readonly status: CapacityStatus;
  readonly available?: number;
  readonly earliestStartOn?: string;
  readonly asOf: string;
}

/** A capacity as it is answered: nobody said anything, or what was said and how old it is. */
export type CapacityAnswer = { readonly status: 'unknown' } | (Capacity & { readonly ageDays: number; readonly ageHours: number });

/** Gravity's statuses travel in HSDS as an attribute of the service, because HSDS counts units only; its value is the moment. */
export const capacityTaxonomy = 'gravity-sdoh-capacity-status';

const hour = 3_600_000;

/** What a reader may make of a capacity at this moment. */
export function answered(capacity: Capacity | undefined, now: Date): CapacityAnswer {
  if (!capacity) return { status: 'unknown' };
  const ageHours = Math.max(0, Math.floor((now.getTime() - Date.parse(capacity.asOf)) / hour));
  return { ...capacity, ageHours, ageDays: Math.floor(ageHours / 24) };
}

/** A report about now or the past; what was said later stands, and the same said again is nothing new. */
export function report(ids: { organizationId: string; serviceId: string }, known: Capacity | undefined, said: Capacity, now: Date): CapacityReported[] {
  if (Date.parse(said.asOf) > now.getTime()) throw new Refused('report-of-the-future', 'A capacity is reported as it is or was.', 'invalid', ['asOf']);
  if (known && Date.parse(known.asOf) > Date.parse(said.asOf)) throw new Refused('newer-report-exists', 'A later report of this capacity exists.');
  if (known && sameCapacity(known, said)) return [];
  return [capacityReported(ids, said)];
}

export function capacityReported(ids: { organizationId: string; serviceId: string }, { status, available, earliestStartOn, asOf }: Capacity): CapacityReported {
  return {
    type: 'CapacityReported',
    data: { ...ids, status, ...(available === undefined ? {} : { available }), ...(earliestStartOn ? { earliestStartOn } : {}), reportedAt: asOf },
  };
}

const sameCapacity = (one: Capacity, other: Capacity): boolean =>
  one.status === other.status && one.available === other.available && one.earliestStartOn === other.earliestStartOn
  && Date.parse(one.asOf) === Date.parse(other.asOf);

const statuses: readonly string[] = ['has-capacity', 'no-capacity', 'no-capacity-has-waitlist', 'additional-assessment-required'] satisfies CapacityStatus[];
const isCapacity = ({ taxonomy_term: term }: Attribute): boolean => term?.taxonomy === capacityTaxonomy;

/** The capacity that a record of HSDS says: Gravity's status when it is there, else what the units left give. */
export function capacityIn(service: Service): Capacity | undefined {
  const [latest] = [...(service.capacities ?? [])].sort((a, b) => Date.parse(b.updated) - Date.parse(a.updated));
  const said = service.attributes?.find(isCapacity);
  const status = said?.taxonomy_term?.code;
  if (status && statuses.includes(status) && !Number.isNaN(Date.parse(said.value ?? ''))) {
    const counted = latest && Date.parse(latest.updated) === Date.parse(said.value!) ? { available: Math.trunc(latest.available) } : {};
    return { status: status as CapacityStatus, ...counted, asOf: new Date(said.value!).toISOString() };
  }
  if (!latest) return undefined;
  return {
    status: latest.available > 0 ? 'has-capacity' : 'no-capacity', available: Math.trunc(latest.available), asOf: new Date(latest.updated).toISOString(),
  };
}

/** The record without what it says of capacity: that ages apart from the rest. */
export function withoutCapacity(service: Service): Service {
  const { capacities: _counted, attributes, ...rest } = service;
  const others = (attributes ?? []).filter((attribute) => !isCapacity(attribute));
  return others.length > 0 ? { ...rest, attributes: others } : rest;
}

type CapacityInHsds = Pick<Service, 'capacities'> & { readonly attribute: Attribute };

/** The capacity as HSDS says it: units where a number is known, and the status. `idOf` gives stable ids. */
export function inHsds({ status, available, asOf }: Capacity, idOf: (part: string) => string): CapacityInHsds {
  const count = available ?? (status === 'no-capacity' || status === 'no-capacity-has-waitlist' ? 0 : undefined);
  const attribute = {
    id: idOf('capacity-status'), link_entity: 'service', label: 'Capacity', value: asOf,
    taxonomy_term: { id: idOf(status), code: status, name: status, description: `Capacity: ${status}`, taxonomy: capacityTaxonomy },
  };
  if (count === undefined) return { attribute };
  return { capacities: [{ id: idOf('capacity'), unit: { id: idOf('unit'), name: 'places' }, available: count, updated: asOf }], attribute };
}
