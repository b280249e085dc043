import { discard, refused, release } from './parking.js';
import { rebuild } from './rebuild.js';
import type { Steps } from './steps.js';
import { type Actor, type Host, type World } from './world.js';
import { type Command, execute } from './writer.js';

function running({ hosts, chance }: World): Host | undefined {
  const alive = hosts.filter((host) => host.alive);
  return alive[chance.below(alive.length || 1)];
}

/** A request to a process that may die of it; nothing when no answer came. */
function* request<Answer>(world: World, name: string, work: () => Steps<Answer>): Steps<Actor<Answer>> {
  yield () => world.hosts.some(({ alive }) => alive);
  const actor = world.start(name, work(), running(world));
  yield () => actor.over;
  return actor;
}

/** Sends each command and, when no answer came, sends it again with the same key. */
export function* client(world: World, commands: readonly Command[]): Steps {
  for (const command of commands) {
    const entry: { answer?: string; done: number } = { done: 0 };
    world.ledger.commands.set(command.id, entry);
    while (entry.answer === undefined) {
      const { answer } = yield* request(world, `command ${command.id} (${command.wish} ${command.aggregate || command.key})`, () => execute(world, command));
      if (answer === undefined || world.oneIn(12)) {
        world.bite('answer-lost');
        yield world.rest(20);
      } else entry.answer = answer;
    }
  }
}

/** Looks at the keys that wait for a person, mends the reader or gives the events up. */
export function* operator(world: World): Steps {
  for (;;) {
    yield () => refused(world) !== undefined;
    yield world.rest(10 * world.chance.below(12));
    const found = refused(world);
    if (!found) continue;
    const { id, reason, behind } = found;
    const mendable = reason !== 'unreadable' && behind[0]?.fact.flaw !== 'unreadable';
    if (mendable && world.chance.below(3) < 2) {
      world.mended = true;
      yield* request(world, `release ${id}`, () => release(world, id));
    } else yield* request(world, `discard ${id}`, () => discard(world, id));
    // What was decided has to hold in a rebuild.
    if (world.chance.below(2) === 1) yield* request(world, 'rebuild', () => rebuild(world, ++world.rebuilds));
  }
}
