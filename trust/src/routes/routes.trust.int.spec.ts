import { createHash } from 'node:crypto';
import { eventually, evidence, tries } from '@hhp/testing';
import { foreignPlan, ownPlan } from '../deployment-parts.js';
import { mutantsOf } from '../tables/mutants.js';
import { type OwnedTable, ownedTables } from '../tables/plan-tables.js';
import { Deployment } from './deployment.js';
import { fooledActor, fooling } from './fooled.js';
import { loosenedOf, under, wideOpen } from './loosened.js';
import { requestTo, strayRequests } from './requests.js';
import { type Attack, attacksWith } from './token-attacks.js';
import { type Finding, type Guarded, guardedOf, inTurns, nameOf, rolesFor, rolesNotFor, Trial } from './trial.js';
import { bearerIn, settle, type World } from './world.js';

let deployment: Deployment;
let [own, foreign]: [World, World] = [undefined as unknown as World, undefined as unknown as World];
let guarded: Guarded[];
let tables: ReadonlyMap<string, readonly OwnedTable[]>;
const counted = { routes: 0, cells: 0, attacks: 0, guardsAlone: 0, policiesAlone: 0, guards: 0, killed: 0, wrong: 0, writes: 0, reached: 0 };
const full = tries(0, 1) === 1;

beforeAll(async () => {
  deployment = await Deployment.open();
  [own, foreign] = await Promise.all([settle(deployment, ownPlan), settle(deployment, foreignPlan)]);
  guarded = guardedOf(deployment);
  tables = new Map(await Promise.all(deployment.parts.map(async ({ name, database }) => [name, await ownedTables(database)] as const)));
}, 180_000);
afterAll(async () => { await (deployment as Deployment | undefined)?.stop(); }, 60_000);

/** Runs cells and tells what is wrong, by the route and what was tried. */
class Run {
  readonly wrong: string[] = [];
  cells = 0;

  async try(at: Guarded, what: string, cell: Promise<Finding>): Promise<void> {
    const finding = await cell;
    this.cells++;
    if (finding !== undefined) this.wrong.push(`${nameOf(at)} · ${what}: ${finding}`);
  }
}

/** What a service changes by itself as time goes on: its deadlines, mails that it tries to send again, what it says of them and of accesses. */
const bySelf = ['deadline', 'message', 'outbox', 'access'];

/** All rows of the foreign plan in every table of every service, as one digest for each. */
async function foreignRows(without: readonly string[] = bySelf): Promise<Record<string, string>> {
  const watched = (name: string): readonly OwnedTable[] => tables.get(name)!.filter((table) => !without.includes(table.name));
  const rows = await Promise.all(deployment.parts.flatMap(({ name, database }) => watched(name).map(async (table) => {
    const found = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${table.name} t WHERE ${table.owner} = $1 ORDER BY 1`, [foreignPlan]);
    return [`${name} ${table.name}`, `${found.length} ${createHash('sha256').update(found.map(({ row }) => row).join('\n')).digest('hex').slice(0, 12)}`] as const;
  })));
  return Object.fromEntries(rows);
}

/** Waits until nothing of what was said to begin with is still on its way: until the rows stay as they are for five looks. */
async function quiet(): Promise<Record<string, string>> {
  let [rows, same] = [await foreignRows(), 0];
  return eventually(async () => {
    const now = await foreignRows();
    same = JSON.stringify(now) === JSON.stringify(rows) ? same + 1 : 0;
    rows = now;
    expect(same).toBeGreaterThanOrEqual(5);
    return now;
  }, { within: 60_000 });
}

/** Every cell of roles and relations of these routes. */
async function roleCells(trial: Trial, run: Run, which: (at: Guarded) => boolean = () => true): Promise<void> {
  for (const at of guarded.filter(which)) for (const role of rolesFor(at)) await run.try(at, `${role}, own`, trial.ownCell(at, role));
  await inTurns(guarded.filter(which), async (at) => {
    for (const role of rolesNotFor(at)) await run.try(at, `${role}, own`, trial.ownCell(at, role));
    for (const role of rolesFor(at)) {
      await run.try(at, `${role}, foreign`, trial.foreignCell(at, role));
      await run.try(at, `${role}, without a place`, trial.bareCell(at, role));
      await run.try(at, `${role}, in two places`, trial.doubleCell(at, role));
    }
  });
}

describe('the matrix of routes, roles and relations', () => {
  it('has a request for every guarded route, and none for a route that is not there', () => {
    counted.routes = guarded.length;
    expect(strayRequests(guarded.map(({ service, route }) => ({ service, ...route })))).toEqual([]);
  });
  it('lets in whom a route names and nobody else, tells nobody of what is not theirs, and writes nothing of another plan', async () => {
    const before = await quiet();
    const [trial, run] = [new Trial(deployment, own, foreign), new Run()];
    await roleCells(trial, run);
    counted.cells = run.cells;
    counted.reached = trial.reached.size;
    counted.wrong += run.wrong.length;
    expect(run.wrong).toEqual([]);
    const after = await foreignRows();
    counted.writes += Object.keys(after).filter((table) => after[table] !== before[table]).length;
    expect(after).toEqual(before);
  }, 300_000);
  it('reached a row, or where there is none the work itself, on every route', () => {
    const trial = new Trial(deployment, own, foreign);
    expect(trial.reached.size).toBe(0);
    expect(counted.reached).toBe(new Set(guarded.map(nameOf)).size);
  });
});

describe('tokens that must open nothing (RFC 8725)', () => {
  it('open no route', async () => {
    const attacks = new Map<string, Promise<Attack[]>>();
    const forRole = (at: Guarded): Promise<Attack[]> => {
      const [role] = rolesFor(at);
      if (!attacks.has(role!)) attacks.set(role!, attacksWith(deployment, { ...bearerIn(own, role!) }));
      return attacks.get(role!)!;
    };
    const [trial, run] = [new Trial(deployment, own, foreign), new Run()];
    await inTurns([...guarded.entries()], async ([nth, at]) => {
      const all = await forRole(at);
      // No token, an old one and one for somebody else on every route; of the forged ones a few on each, unless all are asked for.
      const chosen = full ? all : all.filter((_, place) => place < 3 || (place + nth) % 12 === 0);
      for (const attack of chosen) await run.try(at, attack.what, trial.attackCell(at, attack));
    });
    counted.attacks = run.cells;
    counted.wrong += run.wrong.length;
    expect(run.wrong).toEqual([]);
  }, 300_000);
});

/** While something is tried, the policies of the whole deployment ask nothing. */
async function withOpenPolicies<T>(work: () => Promise<T>): Promise<T> {
  const open = deployment.parts.flatMap(({ name, database }) => tables.get(name)!.flatMap(mutantsOf)
    .filter(({ what }) => what.endsWith(': asks nothing')).map((mutant) => ({ database, ...mutant })));
  for (const { database, plant } of open) await database.query(plant);
  try {
    return await work();
  } finally {
    for (const { database, mend } of open) await database.query(mend);
  }
}

describe('the guards alone, with policies that ask nothing', () => {
  it('let nobody read or write across plans, nor learn that something is there', async () => {
    const [trial, run] = [new Trial(deployment, own, foreign), new Run()];
    const before = await quiet();
    await withOpenPolicies(async () => {
      // Without the policies a third of the routes is enough to see that it works at all; `npm run trust` asks for every one.
      await roleCells(trial, run, (at) => full || guarded.indexOf(at) % 3 === 0);
      expect(run.wrong).toEqual([]);
      expect(await foreignRows()).toEqual(before);
    });
    counted.guardsAlone = run.cells;
    counted.wrong += run.wrong.length;
  }, 300_000);
  it('are missed by a cell, whichever of them is loosened or gone', async () => {
    const trial = new Trial(deployment, own, foreign);
    const survived: string[] = [];
    await withOpenPolicies(async () => {
      for (const at of guarded) {
        const all = loosenedOf(at, (each) => each.attackCell(at, { what: 'no token', token: undefined, code: 'token-missing' }));
        for (const { what, rule, cells } of full ? all : all.filter((_, nth) => nth % 5 === 0 || /is gone|nothing but/.test(all[nth]!.what))) {
          counted.guards++;
          const seen = await under(at, rule, async () => {
            for (const cell of cells) if (await cell(trial) !== undefined) return true;
            return false;
          });
          if (seen) counted.killed++;
          else survived.push(`${nameOf(at)}: ${what}`);
        }
      }
    });
    expect(survived).toEqual([]);
  }, 300_000);
});

describe('the policies alone, with guards that let everybody in', () => {
  it('keep from whoever the code believes to be of another plan what is that plan’s', async () => {
    const [trial, run] = [new Trial(deployment, own, foreign), new Run()];
    const before = await quiet();
    await fooling([[foreign.tenant, own.tenant], [foreign.organizationId, own.organizationId]], () => inTurns(guarded, async (at) => {
      await under(at, wideOpen(at), async () => {
        for (const role of rolesFor(at)) {
          const relation = at.access.except?.[role] ?? at.access.relation;
          // What belongs to an organization belongs to no plan, and no policy keeps it: there the guards are all there is (ADR 0006).
          if (relation !== 'own-plan' && relation !== 'own-panel' && relation !== 'addressed-organization') continue;
          if (requestTo(at.service, at.route, foreign).ofNoPlan !== undefined) continue;
          const believed = { ...bearerIn(foreign, role), actor: fooledActor };
          await run.try(at, `${role}, believed to be of the other plan`, trial.readsAsNothing(at, believed, foreign));
        }
      });
    }));
    counted.policiesAlone = run.cells;
    counted.wrong += run.wrong.length;
    expect(run.wrong).toEqual([]);
    // That somebody tried is in the audit of the plan for which they were taken.
    const after = await foreignRows([...bySelf, 'audit_entry']);
    expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([table]) => !table.endsWith(' audit_entry'))));
  }, 300_000);
});

afterAll(() => {
  const { wrong, writes, ...counts } = counted;
  evidence('authorization-routes', [
    { claim: 'Every role, route and relation: nothing read or written across plans, no answer tells that something foreign exists', counted: { routes: counts.routes, cells: counts.cells, reached: counts.reached, wrong, writes }, holds: counts.cells > 2_000 && wrong === 0 && writes === 0 },
    { claim: 'No token, an old one, one for another audience, and forged ones open no route', counted: { attacks: counts.attacks }, holds: counts.attacks > 2_000 && wrong === 0 },
    { claim: 'Guards alone and policies alone hold too', counted: { guardsAlone: counts.guardsAlone, policiesAlone: counts.policiesAlone }, holds: counts.guardsAlone > 2_000 && counts.policiesAlone > 100 && wrong === 0 },
    { claim: 'Each guard that is loosened or gone is seen by a cell', counted: { mutants: counts.guards, killed: counts.killed }, holds: counts.guards > 1_000 && counts.guards === counts.killed },
  ]);
});
