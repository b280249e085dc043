import type { StaffRegistered, StaffReinstated, StaffRolesChanged, StaffSuspended } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';

export type StaffEvent = StaffRegistered | StaffRolesChanged | StaffSuspended | StaffReinstated;

/** Somebody who works for a plan, for a CB-CME of it, or for an organization of its own. */
export interface KnownPerson {
  readonly personId: string;
  /** The `sub` of their tokens. */
  readonly subject: string;
  readonly organizationId?: string;
  readonly roles: readonly string[];
  readonly suspended: boolean;
}
export type Person = 'unknown' | KnownPerson;

export function evolve(person: Person, event: StaffEvent): Person {
  if (event.type === 'StaffRegistered') return { ...event.data, suspended: false };
  if (person === 'unknown') return person;
  switch (event.type) {
    case 'StaffRolesChanged': return { ...person, roles: event.data.roles };
    case 'StaffSuspended': return { ...person, suspended: true };
    case 'StaffReinstated': return { ...person, suspended: false };
  }
}

/** Who administers: the actor and role of a checked token, and what the register itself lets them. */
export interface Administrator {
  readonly actor: string;
  readonly role: string;
  readonly organizationId?: string | undefined;
  /** In an organization of its own: whether the register names them as one who administers its people. */
  readonly named: boolean;
}

/** The right to administer the people of an organization that has no plan above it. It stands among the roles, and no token carries it. */
export const peopleAdministrator = 'people-administrator';

const inCare = ['care-coordinator', 'housing-navigator', 'community-health-worker'];
/** Which roles each administering role may give, take, and touch the bearers of: never one that reaches further than its own. */
const givenBy: Readonly<Record<string, readonly string[]>> = {
  'plan-administrator': ['plan-administrator', 'cb-cme-supervisor', ...inCare, 'directory-steward', 'analyst'],
  'cb-cme-supervisor': ['cb-cme-supervisor', ...inCare],
  'cbo-staff': ['cbo-staff', peopleAdministrator],
  'discharge-planner': ['discharge-planner', peopleAdministrator],
  operator: ['operator', 'state-overseer'],
};

export interface Register {
  readonly personId: string;
  readonly subject: string;
  readonly organizationId?: string;
  readonly roles: readonly string[];
}

/** Somebody begins to work here. Said again as it stands it is nothing new. */
export function register(person: Person, command: Register, by: Administrator): StaffRegistered[] {
  if (person !== 'unknown') {
    mustReach(person, by);
    if (person.subject === command.subject && person.organizationId === command.organizationId && sameRoles(person.roles, command.roles)) return [];
    throw new Refused('person-stands', 'Under this id somebody is registered otherwise', 'conflict', ['personId']);
  }
  mustAdminister(by);
  if (command.subject === by.actor) throw ownRights();
  if (by.role === 'cb-cme-supervisor' && command.organizationId !== by.organizationId) {
    throw new Refused('organization-foreign', 'Only people of the own organization are registered', 'forbidden', ['organizationId']);
  }
  mustGive(command.roles, by);
  return [{ type: 'StaffRegistered', data: command }];
}

/** Whoever comes first to an organization that has no people yet begins its register with themselves, and administers it. */
export function begin(personId: string, by: Administrator): StaffRegistered[] {
  return [{ type: 'StaffRegistered', data: {
    personId, subject: by.actor, ...(by.organizationId ? { organizationId: by.organizationId } : {}), roles: [by.role, peopleAdministrator],
  } }];
}

/** Gives and takes roles: these hold from now on, and no other. */
export function changeRoles(person: Person, roles: readonly string[], by: Administrator): StaffRolesChanged[] {
  const known = mustReach(person, by);
  if (known.subject === by.actor) throw ownRights();
  mustGive(roles, by);
  const { personId, subject } = known;
  return sameRoles(known.roles, roles) ? [] : [{ type: 'StaffRolesChanged', data: { personId, subject, roles } }];
}

export function suspend(person: Person, reason: string, by: Administrator): StaffSuspended[] {
  const known = mustReach(person, by);
  if (known.subject === by.actor) throw ownRights();
  const { personId, subject } = known;
  return known.suspended ? [] : [{ type: 'StaffSuspended', data: { personId, subject, reason } }];
}

export function reinstate(person: Person, by: Administrator): StaffReinstated[] {
  const known = mustReach(person, by);
  if (known.subject === by.actor) throw ownRights();
  const { personId, subject } = known;
  return known.suspended ? [{ type: 'StaffReinstated', data: { personId, subject } }] : [];
}

/** Whether this administrator gets to see somebody at all: a supervisor the people of the own CB-CME, anybody else those of the house. */
export const isInReach = (person: Pick<KnownPerson, 'organizationId'>, by: Administrator): boolean =>
  by.role !== 'cb-cme-supervisor' || (by.organizationId !== undefined && person.organizationId === by.organizationId);

/** Somebody out of reach reads like nobody; somebody who has more than the administrator could give is not theirs to change. */
function mustReach(person: Person, by: Administrator): KnownPerson {
  mustAdminister(by);
  if (person === 'unknown' || !isInReach(person, by)) throw notFound('person');
  mustGive(person.roles, by);
  return person;
}

export function mustAdminister({ role, named, organizationId }: Administrator): void {
  const byRole = role === 'plan-administrator' || role === 'operator' || (role === 'cb-cme-supervisor' && organizationId !== undefined);
  if (!byRole && !named) throw new Refused('not-administrator', 'The register does not name the caller as one who administers it', 'forbidden');
}

function mustGive(roles: readonly string[], by: Administrator): void {
  const given = givenBy[by.role] ?? [];
  if (roles.some((role) => !given.includes(role))) throw new Refused('role-not-given', 'Nobody gives or takes a role beyond their own', 'forbidden', ['roles']);
}

const ownRights = (): Refused => new Refused('own-rights', 'Nobody changes what they may do themselves', 'forbidden');
const sameRoles = (some: readonly string[], others: readonly string[]): boolean => [...some].sort().join() === [...others].sort().join();
