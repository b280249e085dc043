import type { ServiceName } from '@hhp/local-stack';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../world/programs.js';
import { type Fault, type Scene, serviceOf } from './fault.js';
import { forgeGap, forgePoison } from './forging.js';
import { withReplica } from './replicas.js';

const relays: readonly ServiceName[] = ['enrollment', 'assessment', 'referral', 'hospital-feed'];
const readers: readonly ServiceName[] = ['assessment', 'referral', 'notification', 'reporting', 'hospital-feed'];
const edges: readonly ServiceName[] = ['enrollment', 'assessment', 'referral'];

interface Point {
  readonly name: string;
  readonly services: readonly ServiceName[];
  /** What brings the process there, where work alone does not. */
  readonly lure?: (scene: Scene, service: ServiceName) => Promise<unknown>;
}

/** The named places at which a process may be told to die (reliability 2.3); the README lists them, and each must be reached. */
export const crashPoints: readonly Point[] = [
  { name: 'http.before-commit', services: edges }, { name: 'http.after-commit-before-reply', services: edges },
  { name: 'relay.after-receive', services: relays }, { name: 'relay.after-send-before-acknowledgement', services: relays },
  { name: 'relay.after-acknowledgement-before-confirm', services: relays }, { name: 'relay.after-confirm', services: relays },
  { name: 'relay.slot-reread', services: relays, lure: loseSlot },
  { name: 'reader.after-poll', services: readers }, { name: 'reader.in-transaction-after-watermark', services: readers },
  { name: 'reader.in-transaction-after-effect', services: readers }, { name: 'reader.after-commit-before-offset', services: readers },
  { name: 'reader.after-offset', services: readers },
  { name: 'reader.during-rebalance', services: readers, lure: joinedByAnother },
  { name: 'reader.on-park', services: ['referral', 'notification', 'reporting'], lure: forgePoison },
  { name: 'reader.on-release', services: ['referral', 'notification', 'reporting'], lure: forgeGap },
  { name: 'deadline.after-firing-before-commit', services: ['referral'], lure: makeDue },
  { name: 'mllp.after-frame-before-store', services: ['hospital-feed'] }, { name: 'mllp.after-store-before-answer', services: ['hospital-feed'] },
  { name: 'mllp.after-answer', services: ['hospital-feed'] }, { name: 'mail.after-handing-over-before-record', services: ['notification'] },
  { name: 'rebuild.midway', services: ['reporting'], lure: rebuild }, { name: 'rebuild.before-swap', services: ['assessment'], lure: rebuild },
  { name: 'migration.before-end', services: edges, lure: async ({ world }, service) => signal(world.stack.pidOf(service), 'SIGKILL') },
];

const [patienceMs, lastPatienceMs] = [20_000, 90_000];

function settle({ world, bites }: Scene, armed: string): void {
  rmSync(join(world.crashPoints, `${armed}.reached`), { force: true });
  bites.count(`died at ${armed.slice(armed.indexOf('.') + 1)}`);
  bites.count('services killed');
}

/**
 * The points that are still armed when the faults are over are reached now, one after the other: a slow machine had no time for them. What is
 * not reached by then is disarmed, and the run fails by it.
 */
export async function settleArmed(scene: Scene): Promise<void> {
  const folder = scene.world.crashPoints;
  for (const name of readdirSync(folder)) {
    const armed = name.replace(/\.reached$/, '');
    const [service, ...point] = armed.split('.');
    const { lure } = crashPoints.find((each) => each.name === point.join('.'))!;
    if (await reachedWithin(scene, armed, service as ServiceName, lure, lastPatienceMs)) settle(scene, armed);
    else rmSync(join(folder, name), { force: true });
  }
}

/** Lures the process to the point until it died there, or patience ends. */
async function reachedWithin(scene: Scene, armed: string, service: ServiceName, lure: Point['lure'], ms: number): Promise<boolean> {
  const [file, began] = [join(scene.world.crashPoints, `${armed}.reached`), Date.now()];
  let lured = lureAgain(scene, service, lure);
  while (!existsSync(file) && Date.now() - began < ms) {
    await pause(20);
    if (await Promise.race([lured.then(() => true), Promise.resolve(false)])) lured = lureAgain(scene, service, lure);
  }
  return existsSync(file);
}

/** Brings the process there once more; who was down may be up again the next time. */
const lureAgain = async (scene: Scene, service: ServiceName, lure: Point['lure']): Promise<void> => {
  await Promise.all([lure?.(scene, service).catch(() => undefined), pause(3_000)]);
};

/** Arms a point in one service and waits until the process died there. */
export const crashAt = ({ name, services, lure }: Point): Fault => ({
  name: `crash at ${name}`, kills: 1,
  async run(scene) {
    const service = serviceOf(scene, services);
    const armed = `${service}.${name}`;
    scene.bites.expect(`died at ${name}`);
    writeFileSync(join(scene.world.crashPoints, armed), '');
    const began = Date.now();
    if (!(await reachedWithin(scene, armed, service, lure, patienceMs))) return `${service} has not come there yet; it stays armed`;
    settle(scene, armed);
    return `${service} died there after ${((Date.now() - began) / 1_000).toFixed(1)} s`;
  },
});

/** The server forgets the relay's cursor while the relay is away. */
export async function loseSlot({ world, psql, bites }: Scene, service: ServiceName): Promise<string> {
  const like = `%\\_${service.replaceAll('-', '\\_')}\\_outbox`;
  signal(world.stack.pidOf(service), 'SIGKILL');
  for (let tries = 0; tries < 100; tries++) {
    const dropped = await psql.rows<{ name: string }>(
      `SELECT slot_name AS name, pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE '${like}' AND NOT active`).catch(() => []);
    if (dropped.length > 0) {
      bites.count('replication slots lost');
      return `the server forgot ${dropped[0]!.name}`;
    }
    await pause(20);
  }
  return 'the slot was held all the time';
}

/** A deadline comes: as if its days had passed. */
export async function makeDue({ psql }: Scene): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const due = await psql.rows<{ n: number }>(`SELECT count(*)::int AS n FROM referral.deadline WHERE due_at < clock_timestamp() + interval '100 days'`);
    if ((due[0]?.n ?? 0) > 0) break;
    await pause(200);
  }
  await psql.run(`UPDATE referral.deadline SET due_at = clock_timestamp() WHERE ctid = (SELECT ctid FROM referral.deadline WHERE process = 'follow-up' AND due_at > clock_timestamp() ORDER BY due_at LIMIT 1)`);
  return 'a deadline was made due';
}

/** On a slow machine a second process takes long to join the group. */
function joinedByAnother(scene: Scene, service: ServiceName): Promise<string> {
  const reached = join(scene.world.crashPoints, `${service}.reader.during-rebalance.reached`);
  return withReplica(scene, service, 30_000, { over: () => existsSync(reached) });
}

async function rebuild({ http }: Scene, service: ServiceName): Promise<unknown> {
  const reader = service === 'reporting' ? 'referral-outcomes' : 'ledger';
  const id = crypto.randomUUID();
  return http.ask({ as: { actor: 'operator-1', role: 'operator' }, method: 'POST', service, path: `/operations/readers/${reader}/rebuild`, id, patienceMs });
}
