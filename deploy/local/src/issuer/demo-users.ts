/** What a token says about a person: the role, the plan and the organization. */
export interface Identity {
  /** The opaque id of the actor. */
  readonly actor: string;
  readonly role: string;
  /** The plan organization; a person of a community organization or of a hospital has none. */
  readonly tenant?: string | undefined;
  /** The care management entity, community organization or facility. */
  readonly organization?: string | undefined;
}

/** The organizations of the demonstration users. The ids are fixed, so that the demonstration can declare what they belong to. */
export const demoOrganizations = {
  /** The plan of the demonstration. */
  plan: 'golden-gate',
  otherPlan: 'bay-view',
  careEntity: '0190c0de-0000-7000-8000-000000000001',
  communityOrganization: '0190c0de-0000-7000-8000-000000000002',
  hospital: '0190c0de-0000-7000-8000-000000000003',
} as const;

const { plan, otherPlan, careEntity, communityOrganization, hospital } = demoOrganizations;

/** One person for each role, and a coordinator of another plan, with whom one can see what stays hidden. */
export const demoUsers: Readonly<Record<string, Identity>> = {
  coordinator: { actor: 'coordinator-1', role: 'care-coordinator', tenant: plan, organization: careEntity },
  navigator: { actor: 'navigator-1', role: 'housing-navigator', tenant: plan, organization: careEntity },
  'health-worker': { actor: 'health-worker-1', role: 'community-health-worker', tenant: plan, organization: careEntity },
  supervisor: { actor: 'supervisor-1', role: 'cb-cme-supervisor', tenant: plan, organization: careEntity },
  'plan-administrator': { actor: 'plan-administrator-1', role: 'plan-administrator', tenant: plan },
  analyst: { actor: 'analyst-1', role: 'analyst', tenant: plan },
  steward: { actor: 'steward-1', role: 'directory-steward', tenant: plan },
  cbo: { actor: 'cbo-1', role: 'cbo-staff', organization: communityOrganization },
  'discharge-planner': { actor: 'discharge-planner-1', role: 'discharge-planner', organization: hospital },
  state: { actor: 'state-1', role: 'state-overseer' },
  operator: { actor: 'operator-1', role: 'operator' },
  service: { actor: 'service-1', role: 'service', organization: hospital },
  'other-coordinator': { actor: 'coordinator-2', role: 'care-coordinator', tenant: otherPlan },
};
