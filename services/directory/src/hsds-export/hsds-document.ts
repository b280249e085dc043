import { type Capacity, inHsds } from '../capacity/capacity.js';
import type { Organization, Service } from '../hsds/hsds.js';
import { stableId } from '../hsds/stable-id.js';

/** The list form of HSDS: fields that hold one value each. */
type Flat = Readonly<Record<string, unknown>>;

/** A service as HSDS 3.1 gives it whole: with its organization, and with its capacity as it is now. */
export function fullService(service: Service, organization: Organization, capacity: Capacity | undefined, changedAt: Date): Flat {
  const said = capacity && inHsds(capacity, (part) => stableId(service.id, 'capacity', part));
  const attributes = [...(service.attributes ?? []), ...(said ? [said.attribute] : [])];
  return {
    ...service, ...(attributes.length > 0 ? { attributes } : {}), ...(said?.capacities ? { capacities: said.capacities } : {}),
    last_modified: changedAt.toISOString(), organization,
  };
}

/** A service in the list form, with its organization and its programme in theirs. */
export function flatService(service: Service, organization: Organization, changedAt: Date): Flat {
  const { program } = service;
  return { ...flat(service), last_modified: changedAt.toISOString(), organization: flat(organization), ...(program ? { program: flat(program) } : {}) };
}

export const flat = (record: object): Flat => Object.fromEntries(Object.entries(record).filter(([, value]) => typeof value !== 'object'));

/** A page of the HSDS API. */
export interface HsdsPage {
  readonly total_items: number;
  readonly total_pages: number;
  readonly page_number: number;
  readonly size: number;
  readonly first_page: boolean;
  readonly last_page: boolean;
  readonly empty: boolean;
  readonly contents: readonly Flat[];
}

export function pageOf(contents: readonly Flat[], total: number, page: number, perPage: number): HsdsPage {
  const pages = Math.max(1, Math.ceil(total / perPage));
  return {
    total_items: total, total_pages: pages, page_number: page, size: contents.length, first_page: page === 1, last_page: page >= pages,
    empty: contents.length === 0, contents,
  };
}
