import { lifeAfter } from './facts.js';
import type { Steps } from './steps.js';
import type { Transaction } from './store.js';
import { type World, transact } from './world.js';

/** Turns deadlines that are due into events of the thing that set them; several ticks share the work. */
export function* tick(world: World): Steps {
  const due = (): string | undefined => {
    for (const [aggregate, { dueAt }] of world.store.tables.deadline) if (dueAt <= world.clock.now) return aggregate;
    return undefined;
  };
  for (;;) {
    yield () => due() !== undefined;
    const aggregate = due();
    if (!aggregate) continue;
    yield;
    const taken = yield* transact(world, (tx) => take(world, tx, aggregate));
    if (taken && world.has('deadline-taken-apart')) yield* transact(world, (tx) => remind(world, tx, aggregate));
    if (!taken) yield world.rest(50);
  }
}

/** Taken and, with all that follows from it, done: or neither. What another tick holds is left to it. */
function* take(world: World, tx: Transaction, aggregate: string): Steps<boolean> {
  const lock = `deadline ${aggregate}`;
  if (world.store.holders.has(lock)) world.bite('deadline-contended');
  if (world.store.holders.has(lock) && !world.has('deadline-not-locked')) return false;
  if (!world.has('deadline-not-locked')) yield* tx.lock('deadline', aggregate);
  const row = tx.get('deadline', aggregate);
  if (!row || row.dueAt > world.clock.now) return false;
  yield;
  tx.put('deadline', aggregate, undefined);
  if (!world.has('deadline-taken-apart')) yield* remind(world, tx, aggregate);
  return true;
}

function* remind(world: World, tx: Transaction, aggregate: string): Steps {
  yield* tx.lock('aggregate', aggregate);
  const row = tx.get('aggregate', aggregate) ?? { version: 0, life: 'none' as const };
  const life = lifeAfter(row.life, 'reminded');
  if (!life) return;
  world.bite('deadline');
  tx.say({ id: ++world.facts, key: aggregate.charAt(0), aggregate, version: row.version + 1, kind: 'reminded' }, world.clock.now);
  tx.put('aggregate', aggregate, { version: row.version + 1, life });
}
