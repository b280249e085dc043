import { type Fact, partitions } from './facts.js';
import { rebuild } from './rebuild.js';
import { startReading } from './service.js';
import type { Host, World } from './world.js';

type Fault = (world: World) => void;
const chosen = <Each>(world: World, from: readonly Each[]): Each | undefined => (from.length === 0 ? undefined : from[world.chance.below(from.length)]);
const alive = (world: World): Host | undefined => chosen(world, world.hosts.filter((host) => host.alive));

const died: Fault = (world) => {
  const host = alive(world);
  if (!host) return;
  world.note(() => `process ${host.name} dies`);
  world.bite('died');
  host.alive = false;
  host.downUntil = world.clock.now + 50 * world.chance.below(4);
  for (const actor of world.actors.filter((each) => each.host === host)) {
    actor.over = true;
    actor.steps.return(undefined);
    world.actors.splice(world.actors.indexOf(actor), 1);
  }
  if (world.wal.holder?.host === host.name) world.wal.cut();
  for (const member of world.members.filter((each) => each.host === host)) member.over = true;
};

/** The relay is not told, and goes on with what it has in its hands. */
const cut: Fault = (world) => {
  if (world.wal.holder) world.note(() => "the relay's connection is cut");
  world.wal.cut();
};

const lost: Fault = (world) => {
  world.note(() => 'the server loses the slot');
  world.bite('slot-lost');
  world.wal.lose();
};

const reassigned: Fault = (world) => {
  const [host, partition] = [alive(world), world.chance.below(partitions.length)];
  if (host) startReading(world, host, partition, world.chance.below(2) === 1);
};

const placeLost: Fault = (world) => {
  const partition = world.chance.below(partitions.length);
  world.note(() => `the group loses its place in ${partition}`);
  world.bite('place-lost');
  world.log.offsets.delete(partition);
  reassigned(world);
};

/** Somebody from outside writes what the relay has written or will write. */
function copy(world: World, from: readonly Fact[]): void {
  const fact = chosen(world, from);
  if (!fact) return;
  world.bite(world.ledger.isLogged(fact) ? 'copied' : 'early');
  world.append(fact, 'outside');
}
const copied: Fault = (world) => { copy(world, world.ledger.committed); };
/** Before its time, and if it can be so behind a key that stands still. */
const early: Fault = (world) => {
  const unlogged = world.ledger.committed.filter((fact) => !world.ledger.isLogged(fact));
  const behind = unlogged.filter(({ key }) => world.store.tables.parked.has(`${world.generation}/${key}`));
  copy(world, behind.length > 0 ? behind : unlogged);
};
/** The same, and the youngest first. */
const shuffled: Fault = (world) => {
  const behind = world.ledger.committed.filter((fact) => !world.ledger.isLogged(fact) && world.store.tables.parked.has(`${world.generation}/${fact.key}`));
  for (const fact of behind.reverse()) copy(world, [fact]);
};
const copiedBehind: Fault = (world) => { copy(world, [...world.store.tables.parked.values()].flatMap(({ behind }) => behind.map(({ fact }) => fact))); };

const rebuilt: Fault = (world) => {
  const host = alive(world);
  if (host) world.start('rebuild', rebuild(world, ++world.rebuilds), host);
};

const logDown: Fault = (world) => {
  world.note(() => 'the log goes down');
  world.bite('log-down');
  world.logDownUntil = world.clock.now + 100 * (1 + world.chance.below(4));
};

const later: Fault = (world) => { world.clock.now += 20 * (1 + world.chance.below(10)); };

/** Past every lease. No transaction that writes lasts that long: the database would have ended it. */
const muchLater: Fault = (world) => {
  for (const open of world.store.open) if (open.said.length > 0) return;
  world.clock.now += 31_000;
};

const faults: readonly Fault[] = [
  later, died, died, cut, cut, reassigned, reassigned, copied, copiedBehind, copiedBehind, early, early, shuffled, shuffled, rebuilt, rebuilt, lost,
  logDown, logDown, placeLost, muchLater,
];

/** Something goes wrong. */
export const goWrong = (world: World): void => { chosen(world, faults)!(world); };
