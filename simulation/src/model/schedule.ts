import type { Chance } from '../chance.js';
import type { Bite } from './bites.js';
import { type Kind, type LogRecord, keys, nameOf } from './facts.js';
import { goWrong } from './faults.js';
import type { Flaw } from './flaws.js';
import { judge } from './judge.js';
import { Violation } from './ledger.js';
import { client, operator } from './people.js';
import { caughtUp } from './reader.js';
import { relayed } from './relay.js';
import { boot, supervise } from './service.js';
import { type Actor, World } from './world.js';
import type { Command } from './writer.js';

export interface Outcome {
  readonly violation?: { readonly invariant: string; readonly message: string };
  readonly bitten: ReadonlySet<Bite>;
  readonly steps: number;
  readonly trace?: readonly string[] | undefined;
}
const mostSteps = 6_000;

/** One schedule: everybody acts, in an order and with faults that chance decides; then faults end, and everything has to come to rest. */
export function runSchedule(chance: Chance, options: { flaw?: Flaw | undefined; tracing?: boolean } = {}): Outcome {
  const world = new World(chance, options.flaw);
  if (options.tracing) world.trace = [];
  let steps = 0;
  try {
    prepare(world);
    const troubled = 40 + chance.below(200);
    for (; !(steps > troubled && steps % 8 === 0 && settled(world)); steps++) {
      if (steps === troubled) world.faults = false;
      if (steps > mostSteps) throw new Violation('I5', `nothing comes to rest: ${unsettled(world)}`);
      if (world.oneIn(12)) goWrong(world);
      advance(world);
    }
    reckon(world);
  } catch (failure) {
    if (!(failure instanceof Violation)) throw failure;
    world.note(() => `VIOLATED ${failure.invariant}: ${failure.message}`);
    return { violation: { invariant: failure.invariant, message: failure.message }, bitten: world.bitten, steps, trace: world.trace };
  }
  return { bitten: world.bitten, steps, trace: world.trace };
}

/** One step of one of those who can take one; when nobody can, time passes. */
function advance(world: World): void {
  const actor = nextReady(world.actors, world.chance.below(world.actors.length));
  if (!actor) {
    world.clock.now += 50;
    return;
  }
  world.note(() => `· ${actor.name}`);
  const { done, value } = actor.steps.next();
  actor.until = done ? undefined : value as Actor['until'];
  if (!done) return;
  actor.over = true;
  actor.answer = value;
  const at = world.actors.indexOf(actor);
  if (at >= 0) world.actors.splice(at, 1);
}

function nextReady(actors: readonly Actor[], from: number): Actor | undefined {
  for (let nth = 0; nth < actors.length; nth++) {
    const actor = actors[(from + nth) % actors.length]!;
    if (!actor.over && (!actor.until || actor.until())) return actor;
  }
  return undefined;
}

function prepare(world: World): void {
  world.store.tables.reader.set('r', { generation: 1, restsUntil: 0, rebuildsUntil: 0 });
  for (const host of world.hosts) boot(world, host);
  for (const host of world.hosts) world.start(`supervisor of ${host.name}`, supervise(world, host));
  const commands = Array.from({ length: 3 + world.chance.below(10) }, (_, nth) => commandOf(world, nth));
  const clients = 1 + world.chance.below(3);
  for (let nth = 0; nth < clients; nth++) world.start(`client ${nth + 1}`, client(world, commands.filter((_, at) => at % clients === nth)));
  world.start('operator', operator(world));
}

const wishes: readonly Kind[] = ['opened', 'moved', 'moved', 'noted', 'closed', 'beat'];

/** `a` may hold poison; events of `b` may need to know of a thing of `c`. */
function commandOf({ chance }: World, nth: number): Command {
  const key = nth < 2 ? (['c', 'b'] as const)[nth]! : keys[chance.below(keys.length)]!;
  const wish = nth < 2 ? 'opened' : wishes[chance.below(wishes.length)]!;
  const aggregate = wish === 'beat' ? '' : `${key}${nth < 2 ? 1 : 1 + chance.below(2)}`;
  const poison = key === 'a' && wish !== 'beat' ? chance.below(6) : 0;
  return {
    id: String(nth + 1), key, aggregate, wish, flaw: poison === 5 ? 'unreadable' : poison === 4 ? 'refused' : undefined,
    needs: key === 'b' && wish === 'moved' && chance.below(2) === 1 ? 'c1' : undefined,
  };
}

function unsettled(world: World): string {
  const waiting = world.actors.filter(({ name }) => name.startsWith('client') || name.startsWith('rebuild')).map(({ name }) => name);
  const found = [
    ...waiting.map((name) => `${name} is not done`), ...(relayed(world) ? [] : ['the relay is behind']), ...(caughtUp(world) ? [] : ['the reader is behind']),
    ...(world.store.tables.deadline.size === 0 ? [] : ['a deadline is left']),
  ];
  return found.join(', ');
}
const settled = (world: World): boolean => unsettled(world) === '';

/** Nothing is missing, everything is counted, and reading the log anew gives the same. */
function reckon(world: World): void {
  const { store, ledger, log, generation } = world;
  const effects = store.effects.get(generation) ?? [];
  ledger.reckon(effects);
  const [counted, logged] = [world.tally.get(generation) ?? 0, log.all().length];
  if (counted !== logged) throw new Violation('I13', `${logged} records stand in the log, and ${counted} were effective, dropped, skipped or given up`);
  const anew = replayed(world);
  const sound = effects.map(({ record }) => effectName(record)).sort().join(' ');
  if (anew !== sound) throw new Violation('I7', `reading the log anew gives effects of ${anew}, and the projection has ${sound}`);
}

/** Of several copies of an event it is all one which of them took effect. */
const effectName = ({ fact, partition, offset }: LogRecord): string => (fact.aggregate ? nameOf(fact) : `${fact.key} at ${partition}/${offset}`);

/** What a reader that is alone makes of the log: repeated until nothing more waits. */
function replayed({ log, store }: World): string {
  const versions = new Map<string, number>();
  const done: string[] = [];
  const discarded = new Set(store.tables.discarded.keys());
  for (let left = log.all(), before = -1; left.length !== before;) {
    before = left.length;
    left = left.filter((record) => {
      const { verdicts: [verdict], versions: changed } = judge([record], { next: record.offset, versions, parked: new Set(), discarded });
      for (const [aggregate, version] of changed) versions.set(aggregate, version);
      if (verdict === 'apply') done.push(effectName(record));
      return verdict === 'gap';
    });
  }
  return done.sort().join(' ');
}
