import type { Caller } from '@hhp/messaging';

const careTeam = ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'] as const;

/** The directory is public to everybody who works with members; only its steward changes it. */
export const byReaders = {
  roles: [...careTeam, 'directory-steward', 'cbo-staff', 'plan-administrator', 'discharge-planner', 'analyst', 'state-overseer', 'service'], relation: 'any',
  purpose: 'care-coordination', data: ['directory'],
} as const;
export const bySteward = { roles: ['directory-steward'], relation: 'any', purpose: 'operations', data: ['directory'] } as const;
/** Whether the service is the caller's organization's own is checked where the service is known. */
export const byStewardOrOwner = { ...bySteward, roles: ['directory-steward', 'cbo-staff'], except: { 'cbo-staff': 'own-organization' } } as const;

/** The directory belongs to no plan: whatever is done to it is done, and said, under its own name. */
export const asDirectory = (caller: Caller): Caller => ({ ...caller, tenants: ['directory'] });
