import type { Progress, ServiceName } from '@hhp/local-stack';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from './chance.js';
import { Psql } from './checker/database.js';
import { judge } from './checker/judge.js';
import type { EventLog } from './checker/log.js';
import { judgeReplay, projected, projections } from './checker/replay.js';
import { comesToRest } from './checker/rest.js';
import { judgeSecrecy } from './checker/secrecy.js';
import { Finding, type Verdict } from './checker/verdict.js';
import { HttpClient } from './client/asking.js';
import { Ledger } from './client/ledger.js';
import { Load } from './client/load.js';
import type { Member } from './client/member.js';
import { setUp } from './client/programme.js';
import { settleArmed } from './nemesis/crash-points.js';
import { Bites, type Fault, type Recovery, type Scene } from './nemesis/fault.js';
import { runLanes } from './nemesis/nemesis.js';
import { measureRecovery } from './nemesis/trials.js';
import type { Size } from './options.js';
import type { Findings } from './report/report.js';
import { residentMegabytes, signal } from './world/programs.js';
import type { World } from './world/world.js';

export interface RunOptions {
  readonly world: World;
  readonly size: Size;
  readonly seed: number;
  readonly progress: Progress;
  readonly schedule: (chance: Chance) => readonly (readonly Fault[])[];
  /** A service that is not there while the programme is set up. */
  readonly absent?: ServiceName | undefined;
  /** What breaks when people have stopped working: nothing they do hides what was lost. */
  readonly afterwards?: readonly Fault[] | undefined;
  /** Scenarios of planted bugs leave out what they do not look at. */
  readonly replays: boolean;
}

/** One run: set up, work while things break, heal, ask again, come to rest, judge. */
export async function runFaults({ world, size, seed, progress, schedule, replays, absent, afterwards = [] }: RunOptions): Promise<Findings> {
  const began = Date.now();
  const [http, ledger, psql, bites] = [new HttpClient(world.stack), new Ledger(world.ledgerFile), new Psql(world.databaseUrl), new Bites()];
  const sleeping = absent && setInterval(() => { signal(world.stack.pidOf(absent), 'SIGKILL'); }, 200);
  const programme = await progress.step('Plans, members, the directory, a hospital', () => setUp(http, size.membersOfPlan, world.services));
  clearInterval(sleeping);
  const mllpPort = world.stack.addresses.mllp.port;
  const load = new Load({ http, ledger, mllpPort, programme, services: world.services, chance: new Chance(seed + 1), rate: size.rate });
  const recoveries: Recovery[] = [];
  const scene: Scene = { world, chance: new Chance(seed + 2), psql, http, bites, answeredAt: load.answeredAt, recoveries };
  const memory = watchMemory(world);
  const working = Date.now();
  load.start();
  await pause(size.warmUpMs);
  progress.say('');
  const told = await runLanes(schedule(new Chance(seed)), scene, { breathMs: size.breathMs, say: progress.say });
  await settleArmed(scene);
  progress.say('  the faults are over');
  await measureRecovery(scene, size.trials, progress.say);
  await pause(2_000);
  await load.stop();
  const loadSeconds = (Date.now() - working) / 1_000;
  await load.departures(5);
  const unknown = await load.resolve(60_000);
  ledger.close();
  told.push(...await runLanes([afterwards], scene, { breathMs: size.breathMs, say: progress.say }));
  await settleArmed(scene);
  const { verdict: rest, seconds: restSeconds } = await comesToRest({ broker: world.broker, psql, services: world.services }, size.restSeconds);
  const judgement = await judge({ ...world, services: world.services });
  const more = [await kept(world, psql, http, programme.members, judgement.log), ...(replays ? [await replayed(world, psql, http)] : [])];
  http.close();
  const twins = new Finding('I3 twins', 'two at once with one key get one answer');
  twins.looked = load.counts.done;
  twins.hold(load.counts.twinsThatDiffer === 0, () => `${load.counts.twinsThatDiffer} pairs got different answers`);
  countOrdinaryBites(bites, load, judgement.flows.reduce((sum, { repeated }) => sum + repeated, 0));
  return {
    size: size.name, seed, seconds: (Date.now() - began) / 1_000, loadSeconds, restSeconds, counts: load.counts, told, judgement, bites: bites.all, recoveries,
    troubles: load.troubles, verdicts: [...judgement.verdicts, twins.verdict, rest, ...more, bounded(memory.stop(), unknown)], memory: memory.most,
  };
}

function countOrdinaryBites(bites: Bites, load: Load, repeated: number): void {
  bites.count('answers that nobody knew', load.counts.unknown);
  bites.count('commands asked again with their key', load.counts.repeats);
  bites.count('repetitions that readers had to drop', repeated);
}

/** Asks for the profile of everybody, and looks for who they are everywhere else. */
async function kept(world: World, psql: Psql, http: HttpClient, members: readonly Member[], { records }: EventLog): Promise<Verdict> {
  const { stack, services, logs } = world;
  const shown = await Promise.all(members.map(async ({ id, plan, patient: { cin, lastName, firstName } }) => ({
    person: [cin, lastName, firstName],
    profile: JSON.stringify((await http.ask({
      as: plan.coordinator, method: 'GET', service: 'enrollment', path: `/members/${id}/profile`, id: randomUUID(), patienceMs: 60_000,
    })).body),
  })));
  const apis = new Map(services.map((each) => [each, stack.addresses.services[each]]));
  return judgeSecrecy({ shown, refusals: http.refusals, records, psql, services: apis, logs });
}

/** Asks the product to make each projection anew, one after the other, and compares the rows. */
async function replayed(world: World, psql: Psql, http: HttpClient): Promise<Verdict> {
  const before = await projected(psql, world.services);
  const refused: string[] = [];
  for (const { service, reader } of projections.filter((each) => (world.services as readonly string[]).includes(each.service))) {
    const answer = await http.ask({
      as: { actor: 'operator-1', role: 'operator' }, method: 'POST', service: service as World['services'][number], path: `/operations/readers/${reader}/rebuild`, id: randomUUID(), patienceMs: 120_000,
    });
    if (answer.status !== 200) refused.push(`${service}/${reader} could not be rebuilt: ${answer.status} ${String(answer.body['code'] ?? '')}`);
  }
  return judgeReplay(before, await projected(psql, world.services), refused);
}

/** I14: the most that each service ever took of memory. Its heap may have 384 MiB; what lies beside it is small. */
const mostMegabytes = 600;

function bounded(memory: ReadonlyMap<string, number>, unknown: number): Verdict {
  const finding = new Finding('I14', `no service takes more than ${mostMegabytes} MiB; no command is left open`);
  for (const [name, megabytes] of memory) finding.hold(megabytes < mostMegabytes, () => `${name} took ${megabytes.toFixed(0)} MiB`);
  finding.hold(unknown === 0, () => `${unknown} commands found no answer in a minute without faults`);
  return finding.verdict;
}

function watchMemory(world: World): { most: ReadonlyMap<string, number>; stop: () => ReadonlyMap<string, number> } {
  const most = new Map<string, number>();
  const timer = setInterval(() => {
    for (const service of world.services) {
      const pid = world.stack.pidOf(service);
      if (pid !== undefined) most.set(service, Math.max(most.get(service) ?? 0, residentMegabytes(pid)));
    }
  }, 1_000);
  return { most, stop: () => { clearInterval(timer); return most; } };
}
