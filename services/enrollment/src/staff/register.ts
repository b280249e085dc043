import { houseOf, stateHouse } from '@hhp/domain-kit';
import type { Aggregate, Caller, Tx } from '@hhp/messaging';
import { type Administrator, evolve, type KnownPerson, type Person, peopleAdministrator, type StaffEvent } from './staff.js';

/** The people of a house, one row each, on which the versions of what is said of them are counted. */
export const people: Aggregate<Person, StaffEvent> = {
  table: 'staff_person', initial: 'unknown', evolve,
  columns: (person) => (person === 'unknown' ? {} : {
    subject: person.subject, organization_id: person.organizationId ?? null, roles: person.roles, suspended: person.suspended,
  }),
};

/** The caller in the house whose people they administer: there a transaction sees and changes the rows of that house alone. */
export function inHouse(caller: Caller): Caller {
  const house = caller.role === 'operator' ? stateHouse : houseOf({ tenant: caller.tenants[0], organization: caller.organization });
  return { ...caller, tenants: [house] };
}

/**
 * What the register lets the caller do. Whoever administers the house is held until the transaction ends, so that of two who suspend
 * each other at once the second finds that they may not any more.
 */
export async function administratorOf(tx: Tx): Promise<Administrator & { readonly empty: boolean }> {
  const { actor, role, organization } = tx.caller;
  const own = tx.tenant.startsWith('organization:');
  // Of two who come first at once, one begins the register.
  if (own) await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`register of ${tx.tenant}`]);
  const rows = await tx.query<{ subject: string; suspended: boolean }>(
    'SELECT subject, suspended FROM staff_person WHERE tenant = $1 AND roles @> $2::text[] ORDER BY id FOR UPDATE', [tx.tenant, [peopleAdministrator]]);
  return {
    actor, role, organizationId: organization, named: own && rows.some((each) => each.subject === actor && !each.suspended),
    empty: own && role !== 'operator' && rows.length === 0,
  };
}

/** People of the house by the subject of their tokens. */
export async function peopleBySubject(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>> {
  const rows = await tx.query<{ state: KnownPerson }>(
    'SELECT state FROM staff_person WHERE tenant = $1 AND subject = ANY ($2::text[]) ORDER BY id FOR SHARE', [tx.tenant, subjects]);
  return new Map(rows.map(({ state }) => [state.subject, state]));
}
