import { type Identity, demoOrganizations, demoUsers } from '../../issuer/demo-users.js';
import type { DemoPlan } from '../engagement-list/plans.js';

const { coordinator, supervisor, navigator, steward, state, operator } = demoUsers as Readonly<Record<string, Identity>>;

/** Who acts in the story. */
export const cast = {
  coordinator: coordinator!, supervisor: supervisor!, navigator: navigator!, steward: steward!, state: state!, operator: operator!,
  /** The plan of Albert and Susan, and its hospital. */
  tenant: demoOrganizations.plan, hospital: demoOrganizations.hospital,
  /** Somebody of a community organization. */
  staffOf: (organization: string): Identity => ({ actor: 'cbo-staff-1', role: 'cbo-staff', organization }),
  administratorOf: (tenant: string): Identity => ({ actor: 'plan-administrator-1', role: 'plan-administrator', tenant }),
  analystOf: (tenant: string): Identity => ({ actor: 'analyst-1', role: 'analyst', tenant }),
  coordinatorOf: (tenant: string): Identity => ({ actor: 'coordinator-1', role: 'care-coordinator', tenant }),
  supervisorOf: ({ tenant, careEntity }: DemoPlan): Identity => ({ actor: 'supervisor-1', role: 'cb-cme-supervisor', tenant, organization: careEntity.id }),
} as const;
