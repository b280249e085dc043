import { partitions } from './facts.js';
import { tryWaitingOf } from './parking.js';
import { type Place, persist } from './reader.js';
import type { Steps } from './steps.js';
import type { Transaction } from './store.js';
import { type World, transact } from './world.js';

/** A rebuild whose process died is over after this, and the live reader rests no longer. */
const leaseMs = 30_000;

/** Makes the projection anew in a generation of its own while the live one goes on, then changes places with the live reader at rest. */
export function* rebuild(world: World, id: number): Steps {
  const goal = partitions.map((partition) => world.log.end(partition));
  const generation = yield* begin(world, id);
  if (generation === undefined) return;
  let over = false;
  try {
    if (yield* fill(world, id, generation, goal)) yield* finish(world, id, generation);
    over = true;
  } finally {
    if (!over) world.bite('rebuild-died');
  }
}

function* begin(world: World, id: number): Steps<number | undefined> {
  return yield* transact(world, function* (tx): Steps<number | undefined> {
    yield* tx.lock('reader', 'r');
    const reader = tx.get('reader', 'r')!;
    if (reader.rebuildsUntil > world.clock.now && !world.has('rebuild-not-owned')) return undefined;
    if (reader.rebuild !== undefined) world.bite('taken-over');
    tx.put('reader', 'r', { ...reader, rebuild: id, rebuildsUntil: world.clock.now + leaseMs });
    const generation = reader.generation + 1;
    forget(world, tx, (each) => each === generation);
    tx.clears = generation;
    return generation;
  });
}

function forget(world: World, tx: Transaction, which: (generation: number) => boolean): void {
  for (const name of ['watermark', 'version', 'parked', 'known'] as const) {
    for (const id of world.store.tables[name].keys()) if (which(Number(id.split('/')[0]))) tx.put(name, id, undefined);
  }
}

/** Reads everything into the shadow; at last, with the live reader at rest, what that one had read too. False when it was taken over. */
function* fill(world: World, id: number, generation: number, goal: readonly number[]): Steps<boolean> {
  const place: Place = {
    rebuilds: true,
    *enter(tx) {
      yield* tx.lock('reader', 'r', true);
      const { rebuild } = tx.get('reader', 'r')!;
      return rebuild === id || world.has('rebuild-not-owned') ? generation : undefined;
    },
  };
  if (!(yield* readUntil(world, generation, place, goal))) return false;
  if (world.has('swap-without-rest')) return true;
  if (!(yield* own(world, id))) return false;
  const marks = partitions.map((partition) => world.store.get('watermark', `${generation - 1}/${partition}`) ?? 0);
  yield;
  return yield* readUntil(world, generation, place, marks);
}

function* readUntil(world: World, generation: number, place: Place, goal: readonly number[]): Steps<boolean> {
  const mark = (partition: number): number => world.store.get('watermark', `${generation}/${partition}`) ?? 0;
  for (const partition of partitions) {
    while (mark(partition) < goal[partition]!) {
      const records = world.log.read(partition, mark(partition), 1 + world.chance.below(4));
      if (!(yield* persist(world, place, records))) return false;
      yield* tryWaitingOf(world, generation, place);
    }
  }
  for (let tries = 0; waitsMore(world, generation); tries++) {
    if (tries > 20) return false;
    yield* tryWaitingOf(world, generation, place);
    yield world.rest(50);
  }
  return true;
}

/** Whether a key waits in the shadow that does not wait in the live tables. */
const waitsMore = ({ store: { tables } }: World, generation: number): boolean => [...tables.parked].some(([id, { kind }]) =>
  kind === 'waiting' && id.startsWith(`${generation}/`) && !tables.parked.has(`${generation - 1}/${id.split('/')[1]!}`));

/** The live reader rests from now on; false when another rebuild has taken over. */
function* own(world: World, id: number): Steps<boolean> {
  return yield* transact(world, function* (tx): Steps<boolean> {
    yield* tx.lock('reader', 'r');
    const reader = tx.get('reader', 'r')!;
    if (reader.rebuild !== id && !world.has('rebuild-not-owned')) return false;
    const until = world.clock.now + leaseMs;
    tx.put('reader', 'r', { ...reader, restsUntil: until, rebuildsUntil: until });
    return true;
  });
}

function* finish(world: World, id: number, generation: number): Steps {
  const swapped = yield* transact(world, function* (tx): Steps<boolean> {
    yield* tx.lock('reader', 'r');
    const reader = tx.get('reader', 'r')!;
    const rests = reader.restsUntil > world.clock.now || world.has('swap-without-rest');
    if ((reader.rebuild !== id && !world.has('rebuild-not-owned')) || !rests) return false;
    // Whoever works on a parked key of the old tables is waited for.
    const old = [...world.store.tables.parked.keys()].filter((each) => Number(each.split('/')[0]) < generation).sort();
    for (const parked of old) yield* tx.lock('parked', parked);
    tx.put('reader', 'r', { generation, restsUntil: 0, rebuildsUntil: 0 });
    forget(world, tx, (each) => each < generation);
    return true;
  });
  if (!swapped) return;
  world.bite('swapped');
  world.note(() => `generation ${generation} is the live one`);
}
