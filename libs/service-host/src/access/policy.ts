import type { Purpose } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';
import type { Caller } from '@hhp/messaging';

/** Who asks. `member`, who acts by a one-time link, has no token and so is no role. */
export const roles = [
  'plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'housing-navigator', 'community-health-worker', 'directory-steward', 'cbo-staff',
  'discharge-planner', 'analyst', 'state-overseer', 'operator', 'service',
] as const;
export type Role = (typeof roles)[number];

/**
 * How the caller has to stand to what the route is about. Each says what a transaction of the caller may touch:
 * - `own-plan`: rows of the one plan that the token names;
 * - `own-panel`: the same, and of these the members whom the caller coordinates or covers for, where the service knows panels (`Panels`);
 * - `own-organization`: what belongs to the organization that the token names (a hospital's stays, an organization's services), in no plan;
 * - `addressed-organization`: rows of any plan that are addressed to the organization that the token names, and nothing else of that plan;
 * - `all-plans`: numbers over all plans, through the named functions alone;
 * - `any`: the role is enough: what the route shows belongs to no plan, or what it does is bound by the plan that the token may name.
 */
export const relations = ['own-plan', 'own-panel', 'own-organization', 'addressed-organization', 'all-plans', 'any'] as const;
export type Relation = (typeof relations)[number];

/** Who may call a route, what for, and which classes of data it shows or changes. */
export interface AccessRule {
  readonly roles: readonly Role[];
  readonly relation: Relation;
  /** Roles that stand to it in another way than the rest. */
  readonly except?: Readonly<Partial<Record<Role, Relation>>>;
  readonly purpose: Purpose;
  readonly data: readonly string[];
}

/** What a checked token says of its bearer. */
export interface Identity {
  readonly actor: string;
  readonly role: string;
  readonly tenant: string | undefined;
  readonly organization: string | undefined;
}

/** For which plans and which organization somebody who was let in may act. */
export type Standing = Pick<Caller, 'tenants' | 'organization'>;

/** The relation that holds for this role on a route; nothing when the role may not call it. */
export function relationOf(rule: AccessRule, role: string): Relation | undefined {
  return (rule.roles as readonly string[]).includes(role) ? rule.except?.[role as Role] ?? rule.relation : undefined;
}

/** The one place that decides whether a bearer may call a route. Throws the refusal; answers what the bearer may touch. */
export function admit({ role, tenant, organization }: Identity, rule: AccessRule): Standing {
  const relation = relationOf(rule, role);
  switch (relation) {
    case undefined: throw new Refused('role-not-allowed', 'This role may not do this', 'forbidden');
    case 'own-plan':
    case 'own-panel':
      if (tenant === undefined) throw new Refused('plan-missing', 'The access token names no plan', 'forbidden');
      return { tenants: [tenant], organization };
    case 'own-organization':
    case 'addressed-organization':
      if (organization === undefined) throw new Refused('organization-missing', 'The access token names no organization', 'forbidden');
      // A plan that the token may name beside it gives no right here: it would show the rows of that plan that are addressed to others.
      return { tenants: [], organization };
    case 'all-plans': return { tenants: [], organization: undefined };
    case 'any': return { tenants: tenant === undefined ? [] : [tenant], organization };
  }
}

/** What the path of a route names that is of one member: the member, or a referral of theirs. */
export interface Named {
  readonly what: 'member' | 'referral';
  readonly id: string;
}
/** How the caller stands to it: not at all, by themselves, or for the colleague whom they cover today. */
export type OnPanel = false | { readonly onBehalfOf: string | undefined };

/**
 * Who coordinates whom, as a service knows it from facts of its own. A service that has such a projection provides it
 * (`{ provide: Panels, useClass: … }`); on a route with the relation `own-panel` the guard then asks it about what the path names.
 */
export abstract class Panels {
  /** Whether it is of a member on the panel of the caller, or of somebody for whom the caller covers today. */
  abstract holds(caller: Caller, named: Named): Promise<OnPanel>;
}

/** Answers for whom the caller acts, if for somebody else. What is of another panel and what is not there read the same. */
export async function mustBeOnPanel(panels: Panels | undefined, caller: Caller, named: Named | undefined): Promise<Pick<Caller, 'onBehalfOf'>> {
  if (!panels || !named) return {};
  const standing = await panels.holds(caller, named);
  if (!standing) throw notFound(named.what);
  return standing;
}
