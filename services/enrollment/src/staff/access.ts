/** Whoever administers people: those of a plan, of its CB-CMEs, of an organization with people of its own, of the state. */
export const byAdministrators = {
  roles: ['plan-administrator', 'cb-cme-supervisor', 'cbo-staff', 'discharge-planner', 'operator'], relation: 'own-plan',
  except: { 'cbo-staff': 'own-organization', 'discharge-planner': 'own-organization', operator: 'any' }, purpose: 'operations', data: ['staff'],
} as const;
/** Whoever says who coordinates whom. */
export const byPanelKeepers = {
  roles: ['plan-administrator', 'cb-cme-supervisor'], relation: 'own-plan', purpose: 'operations', data: ['staff', 'enrollment'],
} as const;
export const byCareTeam = {
  roles: ['care-coordinator', 'housing-navigator', 'community-health-worker', 'cb-cme-supervisor'], relation: 'own-plan', purpose: 'care-coordination',
  data: ['enrollment'],
} as const;
