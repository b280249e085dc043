const careTeam = ['care-coordinator', 'housing-navigator', 'community-health-worker', 'cb-cme-supervisor'] as const;

/** The member's care team, within its plan. */
export const byTeam = { roles: careTeam, relation: 'own-plan', purpose: 'care-coordination', data: ['referral'] } as const;
/** The care team, and the organization to which the referral is addressed. */
export const byTeamOrAddressee = { ...byTeam, roles: [...careTeam, 'cbo-staff'], except: { 'cbo-staff': 'addressed-organization' } } as const;
/** To see one: of a care team a coordinator may be held to the own panel. */
export const byPanelOrAddressee = { ...byTeamOrAddressee, relation: 'own-panel' } as const;
export const bySupervisor = { ...byTeam, roles: ['cb-cme-supervisor'] } as const;
