/** To what somebody belongs who acts: the plan of their token, else the organization, else neither (the state, operators). */
export interface Belonging {
  readonly tenant?: string | undefined;
  readonly organization?: string | undefined;
}

/**
 * Whose people somebody is one of. The staff of a plan and of its CB-CMEs is the plan's; a community organization and a hospital, which serve
 * several plans, have people of their own; so has the state. The name of a house stands where the name of a plan does: as the tenant of a row.
 */
export const houseOf = ({ tenant, organization }: Belonging): string => tenant ?? (organization ? `organization:${organization}` : stateHouse);

/** The house of those who belong to no plan and no organization. */
export const stateHouse = 'organization:state';
