import type { Role } from '@hhp/service-host';
import { type Answer, evidence } from '@hhp/testing';
import { foreignPlan, ownPlan } from '../deployment-parts.js';
import { type Bearer, Deployment } from './deployment.js';
import { requestTo } from './requests.js';
import { type Guarded, guardedOf, nameOf, rolesFor, rolesNotFor } from './trial.js';
import { bearerIn, settle, type World } from './world.js';

let deployment: Deployment;
let [own, foreign]: [World, World] = [undefined as unknown as World, undefined as unknown as World];
const counted = { routes: 0, calls: 0, changes: 0, reads: 0, refusals: 0, wrong: 0 };

beforeAll(async () => {
  deployment = await Deployment.open();
  [own, foreign] = await Promise.all([settle(deployment, ownPlan), settle(deployment, foreignPlan)]);
}, 180_000);
afterAll(async () => { await (deployment as Deployment | undefined)?.stop(); }, 60_000);

interface Row {
  readonly tenant: string; readonly actor: string; readonly role: string; readonly purpose: string; readonly route: string;
  readonly kind: 'change' | 'read' | 'refusal'; readonly code: string | null; readonly members: readonly string[];
}

/** What one request left in the audit of its service; that something was disclosed is a row of its own, beside that of the request. */
const rowsOf = ({ service }: Guarded, { headers }: Answer): Promise<Row[]> => deployment.part(service).database.query<Row>(
  `SELECT tenant, actor, role, purpose, route, kind, code, member_ids::text[] AS members FROM audit_entry
    WHERE request_id = $1 AND kind <> 'disclosure'`, [headers['x-request-id']]);

const textOf = ({ body }: Answer): string => (typeof body === 'string' ? body : JSON.stringify(body));
const codeOf = ({ body }: Answer): string | undefined => (body as { code?: string } | null)?.code;

/** What is wrong with the audit of one call: not one row, or one that does not say who, whom, what and why. */
async function wrongIn(at: Guarded, world: World, bearer: Bearer | undefined): Promise<string[]> {
  const { method, path, body, type, inSteps } = requestTo(at.service, at.route, world);
  const as = bearer && { as: await deployment.token(bearer) };
  const answer = await deployment.ask(at.service, method, path, { ...as, ...(body === undefined ? {} : { body }), ...(type ? { type } : {}) });
  const rows = await rowsOf(at, answer);
  const refused = answer.status >= 400;
  const came = `(${answer.status} ${codeOf(answer) ?? ''})`;
  counted.calls++;
  for (const { kind } of rows) counted[`${kind}s`]++;
  if (rows.length === 0 || (rows.length > 1 && (refused || inSteps === undefined))) return [`${rows.length} rows ${came}`];
  const mayBe = refused ? ['refusal'] : method === 'GET' ? ['read'] : method === 'POST' ? ['change', 'read'] : ['change'];
  const plans = bearer === undefined ? ['nobody'] : [bearer.tenant, 'directory', `organization:${bearer.organization}`, ...(bearer.tenant ? [] : [ownPlan, 'nobody', 'organization:state'])];
  const shown = refused ? [] : Object.values(world.members).filter((id) => textOf(answer).includes(id));
  const named = at.route.path.includes(':memberId') ? Object.values(world.members).filter((id) => path.includes(id)) : [];
  const members = rows.flatMap((row) => row.members);
  const holds = {
    who: rows.every(({ actor, role }) => actor === (bearer?.actor ?? 'unknown') && (bearer === undefined || role === bearer.role)),
    'for which plan': rows.every(({ tenant }) => plans.includes(tenant)),
    what: rows.every(({ route, kind, code }) => route === `${method} ${at.route.path}` && mayBe.includes(kind) && code === (refused ? codeOf(answer) : null)),
    why: bearer === undefined || rows.every(({ purpose }) => purpose === at.access.purpose),
    whom: [...shown, ...named].every((id) => members.includes(id)) && new Set(members).size === members.length,
  };
  return Object.entries(holds).flatMap(([what, held]) => (held ? [] : [`${what}: ${JSON.stringify(rows)} ${came}`]));
}

describe('every call of every route', () => {
  it('is one row of the audit, which says who, whom, what and why: what was changed, read or refused', async () => {
    const guarded = guardedOf(deployment);
    counted.routes = guarded.length;
    const found: string[] = [];
    for (const at of guarded) {
      const acting = (role: Role): Bearer => ({ actor: `${role}-1`, ...bearerIn(own, role) });
      const calls: [string, World, Bearer | undefined][] = [
        ...rolesFor(at).map((role) => [`${role}, own`, own, acting(role)] as [string, World, Bearer]),
        ...rolesFor(at).slice(0, 1).map((role) => [`${role}, foreign`, foreign, acting(role)] as [string, World, Bearer]),
        ...rolesNotFor(at).slice(0, 1).map((role) => [`${role}, not for them`, own, acting(role)] as [string, World, Bearer]),
        ['nobody', own, undefined],
      ];
      for (const [what, world, bearer] of calls) found.push(...(await wrongIn(at, world, bearer)).map((wrong) => `${nameOf(at)} · ${what}: ${wrong}`));
    }
    counted.wrong = found.length;
    expect(found).toEqual([]);
  }, 300_000);
});

afterAll(() => {
  const { routes, calls, changes, reads, refusals, wrong } = counted;
  evidence('audit-rows', [{
    claim: 'Every call of every route is one row of the audit that says who, whom, what and why', counted: { routes, calls, changes, reads, refusals, wrong },
    holds: routes > 100 && changes > 50 && reads > 50 && refusals > routes && wrong === 0,
  }]);
});
