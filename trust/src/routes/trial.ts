import { type AccessRule, type Relation, relationOf, type Role, roles, type Route } from '@hhp/service-host';
import type { Answer, Asked } from '@hhp/testing';
import { foreignPlan, ownPlan } from '../deployment-parts.js';
import type { Bearer, Deployment } from './deployment.js';
import { type Request, requestTo } from './requests.js';
import type { Attack } from './token-attacks.js';
import { bearerIn, nowhere, type World } from './world.js';

/** A route of a service that asks for a token. */
export interface Guarded { readonly service: string; readonly route: Route; readonly access: AccessRule }
export const nameOf = ({ service, route }: Pick<Guarded, 'service' | 'route'>): string => `${service} ${route.verb.toUpperCase()} ${route.path}`;

/** What one cell came to: nothing to say, or what is wrong. */
export type Finding = string | undefined;

/** Refusals of the edge: whoever got one of them reached nothing. */
const edge = new Set(['role-not-allowed', 'plan-missing', 'organization-missing', 'request-invalid', 'not-found', 'caller-unknown', 'route-closed', 'idempotency-key-missing']);
/** A relation by which one plan or organization is kept from another. */
const keepsApart = (relation: Relation | undefined): boolean => relation !== undefined && relation !== 'any' && relation !== 'all-plans';

interface Problem { readonly code?: string }
const codeOf = ({ body }: Answer): string | undefined => (typeof body === 'object' && body !== null ? (body as Problem).code : undefined);
const told = (answer: Answer): string => `${answer.status} ${codeOf(answer) ?? ''}`.trim();

/** Every id and name of a world, by what it is. */
function namesIn(world: object, prefix = ''): [name: string, value: string][] {
  return Object.entries(world).flatMap(([name, value]: [string, unknown]) =>
    (typeof value === 'string' ? [[prefix + name, value] as [string, string]] : typeof value === 'object' && value !== null ? namesIn(value, `${prefix}${name}.`) : []));
}
/** What stands in the public directory, or is named by the programme for everybody. */
const publicNames = /^(tenant|careEntityId|facilityId|contractCode|.*[oO]rganizationId|.*[sS]erviceId|directoryImportId)$/;

/** The cells of the matrix of routes, with what each has to come to. */
export class Trial {
  private readonly secrets: readonly [name: string, value: string][];
  /** Routes whose own cell reached the row that it was about, or the route's own work where there is no row. */
  readonly reached = new Set<string>();

  constructor(private readonly deployment: Deployment, private readonly own: World, private readonly foreign: World) {
    this.secrets = namesIn(foreign).filter(([name]) => !publicNames.test(name));
  }

  /** The bearer's own: reached when the route is for the role, refused for the role when not. */
  async ownCell(at: Guarded, role: Role): Promise<Finding> {
    const request = requestTo(at.service, at.route, this.own);
    const answer = await this.ask(at, request, bearerIn(this.own, role));
    if (relationOf(at.access, role) === undefined) return answer.status === 403 && codeOf(answer) === 'role-not-allowed' ? undefined : `${told(answer)} for a role that it is not for`;
    const code = codeOf(answer);
    const rowless = request.rowlessFor?.includes(role) ?? false;
    const reached = answer.status < 300 || (answer.status < 500 && code !== undefined && (!edge.has(code) || (code === 'not-found' && (request.reachesNoRow !== undefined || rowless))));
    if (reached && !rowless) this.reached.add(nameOf(at));
    return reached ? this.leakIn(answer, request) : `${told(answer)} for a role that it is for`;
  }

  /** Another plan's, or another organization's: reads as nothing at all, whoever asks. */
  foreignCell(at: Guarded, role: Role): Promise<Finding> {
    return this.readsAsNothing(at, bearerIn(this.own, role), this.foreign);
  }

  /** The role without plan or organization. */
  async bareCell(at: Guarded, role: Role): Promise<Finding> {
    const answer = await this.ask(at, requestTo(at.service, at.route, this.own), { role });
    const expected = { 'own-plan': 'plan-missing', 'own-panel': 'plan-missing', 'own-organization': 'organization-missing', 'addressed-organization': 'organization-missing' };
    const relation = relationOf(at.access, role);
    const code = relation === undefined ? 'role-not-allowed' : expected[relation as keyof typeof expected];
    if (code === undefined) return answer.status < 500 ? undefined : told(answer);
    return answer.status === 403 && codeOf(answer) === code ? undefined : `${told(answer)} without plan and organization, instead of 403 ${code}`;
  }

  /** A token that names more than its bearer's place: a plan and an organization that is addressed by another plan or in another's stead. */
  async doubleCell(at: Guarded, role: Role): Promise<Finding> {
    switch (relationOf(at.access, role)) {
      case 'addressed-organization': {
        // What is addressed to somebody else, in the plan that the token names without right.
        const bearer = { role, tenant: ownPlan, organization: this.own.organizationId };
        const { toOther } = this.own.referrals;
        if (at.route.path.includes(':referralId')) return this.readsAsNothing(at, bearer, { ...this.own, referrals: { ...this.own.referrals, sent: toOther } });
        return JSON.stringify(await this.ask(at, requestTo(at.service, at.route, this.own), bearer)).includes(toOther) ? 'shows what is addressed to another' : undefined;
      }
      case 'own-organization': return this.readsAsNothing(at, { ...bearerIn(this.own, role), tenant: foreignPlan }, this.foreign);
      default: return this.readsAsNothing(at, { role, tenant: ownPlan, organization: this.foreign.organizationId }, this.foreign);
    }
  }

  async attackCell(at: Guarded, { what, token, code }: Attack): Promise<Finding> {
    const request = requestTo(at.service, at.route, this.own);
    const bearing = token === undefined ? {} : { as: token };
    const answer = await this.deployment.ask(at.service, request.method, request.path, { ...bearing, ...carriedBy(request) });
    return answer.status === 401 && codeOf(answer) === code ? undefined : `${told(answer)} to a token ${what}, instead of 401 ${code}`;
  }

  /**
   * Whether this bearer is told of what is in that world just what they are told of nothing. What goes on meanwhile may change one of two
   * answers: what is told each time is told.
   */
  async readsAsNothing(at: Guarded, bearer: Bearer, world: World): Promise<Finding> {
    if (!keepsApart(relationOf(at.access, bearer.role))) return undefined;
    const request = requestTo(at.service, at.route, world);
    if (request.openBecause !== undefined) return undefined;
    let finding: Finding;
    for (let tried = 0; tried < 3; tried++) {
      const nothing = nowhere('far-away');
      const [answer, instead] = [await this.ask(at, request, bearer), await this.ask(at, requestTo(at.service, at.route, nothing), bearer)];
      const [said, saidOfNothing] = [faceless(answer, world, bearer), faceless(instead, nothing, bearer)];
      if (said === saidOfNothing) return this.leakIn(answer, request);
      finding = `tells what is there from what is not: ${said} and ${saidOfNothing}`;
    }
    return finding;
  }

  private leakIn({ body }: Answer, request: Request): Finding {
    const [text, asked] = [typeof body === 'string' ? body : JSON.stringify(body), JSON.stringify(request)];
    const shown = this.secrets.find(([, secret]) => text.includes(secret) && !asked.includes(secret));
    return shown && `shows the ${shown[0]} of ${foreignPlan}`;
  }

  private async ask({ service }: Guarded, request: Request, bearer: Bearer): Promise<Answer> {
    return this.deployment.ask(service, request.method, request.path, { as: await this.deployment.token(bearer), ...carriedBy(request) });
  }
}

const carriedBy = ({ body, type }: Request): Pick<Asked, 'body' | 'type'> => ({ ...(body === undefined ? {} : { body }), ...(type ? { type } : {}) });

/** An answer without the ids, times and names that only tell one question from another. */
function faceless({ status, body }: Answer, world: World, bearer: Bearer): string {
  const { requestId: _, ...rest } = (typeof body === 'object' ? body ?? {} : { text: body }) as { requestId?: string };
  // Ids are all alike below; what else tells one world from another are the names of plans and contracts.
  const named = [['contract', world.contractCode], ['plan', world.tenant], ['plan', bearer.tenant ?? world.tenant]] as const;
  const text = named.reduce((words, [name, value]) => words.replaceAll(value, `<${name}>`), JSON.stringify(rest));
  return `${status} ${text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{20}\b/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d{14}\+0000|[UV][0-9a-f]{12}\b/g, '<time>')}`;
}

/** Every guarded route, and the roles in an order that begins with those that it is for. */
export const guardedOf = (deployment: Deployment): Guarded[] => deployment.parts.flatMap(({ name, routes }) =>
  routes.flatMap((route) => (route.access ? [{ service: name, route, access: route.access }] : [])));
export const rolesFor = ({ access }: Guarded): Role[] => [...access.roles];
export const rolesNotFor = ({ access }: Guarded): Role[] => roles.filter((role) => !access.roles.includes(role));

/** Does these at once, so many at a time. */
export async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>, atOnce = 8): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}
