import { type Capacity, capacityIn, withoutCapacity } from '../capacity/capacity.js';
import { type Checked, checkedOrganization, checkedService } from '../hsds/checked.js';
import type { Organization, Service } from '../hsds/hsds.js';
import { contentHash } from '../hsds/stable-id.js';
import type { RowPlace, SourceRow, SourceTerm } from './source-row.js';

/** A record that may be listed, with the hash of its content. */
export interface Ready<T> {
  readonly id: string;
  readonly sourceId: string;
  readonly hash: string;
  readonly record: T;
  readonly capacity?: Capacity;
}

/** What becomes of a row: refused already, or the fate of the thing or the rows that it names. */
export type Bound = RowPlace & ({ readonly refused: readonly string[] } | { readonly thing: string } | { readonly of: readonly string[] });

/** A file, read and checked: what is to be listed, and for each row what its fate hangs on. */
export interface Prepared {
  readonly rows: readonly Bound[];
  readonly organizations: readonly Ready<Organization>[];
  readonly services: readonly Ready<Service>[];
  readonly terms: readonly SourceTerm[];
}

export const organizationThing = (id: string): string => `organization ${id}`;
export const serviceThing = (id: string): string => `service ${id}`;
export const termThing = (code: string): string => `term ${code}`;

/** Checks every row and joins what rows say together. Nothing is dropped: each row is bound to something that will be counted. */
export function prepare(rows: readonly SourceRow[]): Prepared {
  const own = new Records<Organization>('organization');
  const derived = new Records<Organization>('organization');
  const services = new Records<Service>('service');
  const terms = new Map<string, SourceTerm>();
  const organizationsBound = new Map(rows.filter((row) => row.kind === 'organization').map((row) =>
    [row, own.take(row, row.sourceId, checkedOrganization(row.organization))]));
  const bound = rows.map((row): Bound => {
    switch (row.kind) {
      case 'organization': return organizationsBound.get(row)!;
      case 'service': return serviceBound(row, own, derived, services);
      case 'term': return termBound(row, terms);
      case 'part': return { ...placeOf(row), of: row.of };
      case 'unreadable': return { ...placeOf(row), refused: row.reasons };
    }
  });
  return { rows: bound, organizations: [...own.all(), ...derived.all()], services: services.all(), terms: [...terms.values()] };
}

const placeOf = ({ file, reference }: RowPlace): RowPlace => ({ file, reference });

/** The organization's own record is what counts; where a file has none, that which its services carry, as long as they agree. */
function serviceBound(row: SourceRow & { kind: 'service' }, own: Records<Organization>, derived: Records<Organization>, services: Records<Service>): Bound {
  const checked = checkedService(row.service);
  const carried = row.organization && carriedBound(row, row.organization, own, derived);
  const reasons = [
    ...('reasons' in checked ? checked.reasons : []),
    ...(carried && 'refused' in carried ? carried.refused.map((reason) => `organization.${reason}`) : []),
  ];
  if ('reasons' in checked || reasons.length > 0) return { ...placeOf(row), refused: reasons };
  const { record } = checked;
  if (carried && 'thing' in carried && carried.thing !== organizationThing(record.organization_id)) {
    return { ...placeOf(row), refused: ['organization_id: is not the id of the organization that the record carries'] };
  }
  return services.take(row, row.sourceId, { record: withoutCapacity(record) }, capacityIn(record));
}

function carriedBound(row: RowPlace, carried: { sourceId: string; record: unknown }, own: Records<Organization>, derived: Records<Organization>): Bound {
  const checked = checkedOrganization(carried.record);
  const id = 'record' in checked ? checked.record.id : String((carried.record as { id?: unknown }).id).toLowerCase();
  return own.has(id) ? { ...placeOf(row), thing: organizationThing(id) } : derived.take(row, carried.sourceId, checked);
}

function termBound(row: SourceRow & { kind: 'term' }, terms: Map<string, SourceTerm>): Bound {
  const { code, name } = row.term;
  if (!code || !name) return { ...placeOf(row), refused: [!code ? 'taxonomy_id: is missing' : 'name: is missing'] };
  const known = terms.get(code);
  if (known && contentHash(known) !== contentHash(row.term)) {
    return { ...placeOf(row), refused: ['taxonomy_id: another row of this file has it with other content'] };
  }
  terms.set(code, row.term);
  return { ...placeOf(row), thing: termThing(code) };
}

/** The records of one kind in a file, by id. Said twice alike is said once; said twice differently, the second waits for a person. */
class Records<T extends { readonly id: string }> {
  private readonly byId = new Map<string, Ready<T>>();

  constructor(private readonly kind: 'organization' | 'service') {}

  has(id: string): boolean {
    return this.byId.has(id);
  }

  all(): Ready<T>[] {
    return [...this.byId.values()];
  }

  take(row: RowPlace, sourceId: string, checked: Checked<T>, capacity?: Capacity): Bound {
    if ('reasons' in checked) return { ...placeOf(row), refused: checked.reasons };
    const { record } = checked;
    const hash = contentHash(record);
    const known = this.byId.get(record.id);
    if (known && known.hash !== hash) return { ...placeOf(row), refused: ['id: another row of this file has it with other content'] };
    if (!known) this.byId.set(record.id, { id: record.id, sourceId, hash, record, ...(capacity ? { capacity } : {}) });
    return { ...placeOf(row), thing: this.kind === 'organization' ? organizationThing(record.id) : serviceThing(record.id) };
  }
}

