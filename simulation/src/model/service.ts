import { tick } from './deadlines.js';
import { partitions } from './facts.js';
import { tryWaiting } from './parking.js';
import { read } from './reader.js';
import { relay } from './relay.js';
import type { Steps } from './steps.js';
import type { Host, World } from './world.js';

/** A process of the service begins: relay, ticks, and its share of the partitions. */
export function boot(world: World, host: Host): void {
  world.note(() => `process ${host.name} starts`);
  host.alive = true;
  world.start('relay', relay(world, host.name), host);
  world.start('waiting keys', tryWaiting(world), host);
  world.start('deadlines', tick(world), host);
  const alone = world.hosts.every((each) => each === host || !each.alive);
  for (const partition of partitions) if (alone || partition === world.hosts.indexOf(host)) startReading(world, host, partition);
}

/** A partition is given to a process; who had it before hears of that, or not. */
export function startReading(world: World, host: Host, partition: number, deaf = false): void {
  for (const member of world.members) if (member.partition === partition && !member.over) Object.assign(member, { over: true, deaf });
  const member = { host, partition, over: false, deaf: false };
  world.members.push(member);
  world.start(`reader of ${partition}`, read(world, member), host);
}

/** Starts a process again that has died, and gives its partitions to one that lives meanwhile. */
export function* supervise(world: World, host: Host): Steps {
  for (;;) {
    yield () => !host.alive;
    const other = world.hosts.find((each) => each.alive);
    if (other) for (const partition of partitions) if (!reads(world, partition)) startReading(world, other, partition);
    yield () => world.clock.now >= host.downUntil;
    boot(world, host);
  }
}

const reads = (world: World, partition: number): boolean => world.members.some((member) => member.partition === partition && !member.over);
