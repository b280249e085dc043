import { type Fact, type Kind, lifeAfter } from './facts.js';
import type { Steps } from './steps.js';
import type { Transaction } from './store.js';
import { type World, transact } from './world.js';

export interface Command {
  /** The idempotency key. */
  readonly id: string;
  readonly key: string;
  readonly aggregate: string;
  readonly wish: Kind;
  readonly flaw?: Fact['flaw'];
  readonly needs?: string | undefined;
}
export const remindAfter = 400;

/** Lock the aggregate, decide, say the event, save, keep the answer: one transaction. */
export function* execute(world: World, command: Command): Steps<string> {
  const { id, aggregate } = command;
  const opened = { late: false, fact: undefined as Fact | undefined };
  const answer = yield* transact(world, function* (tx): Steps<string> {
    yield* tx.lock('answer', id);
    const before = tx.get('answer', id);
    if (before) world.bite('repetition-answered');
    if (before) return before;
    const fact = yield* decide(world, tx, command);
    if (!fact) {
      world.bite('refused');
      return 'refused';
    }
    if (aggregate && fact.kind === 'opened') {
      if (world.has('deadline-outside-transaction')) opened.late = true;
      else tx.put('deadline', aggregate, { dueAt: world.clock.now + remindAfter });
    }
    if (aggregate && fact.kind === 'closed') {
      yield* tx.lock('deadline', aggregate);
      tx.put('deadline', aggregate, undefined);
    }
    if (!world.has('answer-outside-transaction')) tx.put('answer', id, 'done');
    opened.fact = fact;
    return 'done';
  });
  if (answer === 'done' && opened.fact) yield* afterwards(world, command, opened.fact, opened.late);
  return answer;
}

function* decide(world: World, tx: Transaction, { id, key, aggregate, wish, flaw, needs }: Command): Steps<Fact | undefined> {
  const there = needs && world.store.get('aggregate', needs) ? needs : undefined;
  const fact = (version: number): Fact => ({ id: ++world.facts, key, aggregate, version, kind: wish, flaw, needs: there });
  if (!aggregate) {
    const beat = fact(0);
    yield* say(world, tx, beat, id);
    return beat;
  }
  const [late, never] = [world.has('aggregate-locked-late'), world.has('aggregate-not-locked')];
  if (late) tx.said.push({ position: ++world.store.positions, recordedAt: world.clock.now, fact: fact(0) });
  if (late) yield;
  if (!never) yield* tx.lock('aggregate', aggregate);
  const row = tx.get('aggregate', aggregate) ?? { version: 0, life: 'none' as const };
  yield;
  const life = lifeAfter(row.life, wish);
  if (!life) tx.said.length = 0;
  if (!life) return undefined;
  const said = fact(row.version + 1);
  if (late) tx.said.splice(0, 1, { ...tx.said[0]!, fact: said });
  yield* say(world, tx, said, id, late);
  tx.put('aggregate', aggregate, { version: said.version, life });
  return said;
}

function* say(world: World, tx: Transaction, fact: Fact, command: string, saidAlready = false): Steps {
  if (!saidAlready) tx.say(fact, world.clock.now);
  tx.obeyed = command;
  yield;
}

/** What a flawed writer does after its commit. */
function* afterwards(world: World, { id, aggregate }: Command, fact: Fact, late: boolean): Steps {
  if (late) {
    yield* transact(world, function* (tx): Steps {
      tx.put('deadline', aggregate, { dueAt: world.clock.now + remindAfter });
    });
  }
  if (world.has('answer-outside-transaction')) {
    yield* transact(world, function* (tx): Steps { tx.put('answer', id, 'done'); });
  }
  if (world.has('said-after-commit')) world.append(fact, 'relay');
}
