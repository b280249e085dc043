import { type LogRecord, placeOf, versionOf } from './facts.js';
import { judge } from './judge.js';
import { Aside, type Place, apply, discardsKnown } from './reader.js';
import type { Steps } from './steps.js';
import type { Parked, Transaction } from './store.js';
import { type World, transact } from './world.js';

const dueIn = (world: World, generation: number): string | undefined => {
  for (const [id, { kind, nextTryAt }] of world.store.tables.parked) {
    if (kind === 'waiting' && nextTryAt <= world.clock.now && id.startsWith(`${generation}/`)) return id;
  }
  return undefined;
};
/** The live keys are tried while the live reader reads. */
const dueLive = (world: World): string | undefined => {
  const reader = world.store.get('reader', 'r')!;
  return reader.restsUntil > world.clock.now ? undefined : dueIn(world, reader.generation);
};

/** Tries keys again that wait for a fact. */
export function* tryWaiting(world: World): Steps {
  for (;;) {
    yield () => dueLive(world) !== undefined;
    const id = dueLive(world);
    while (id && (yield* next(world, id)));
  }
}

/** The same for a rebuild, in its own tables; answers when nothing is due. */
export function* tryWaitingOf(world: World, generation: number, place: Place): Steps {
  for (let id = dueIn(world, generation); id; id = dueIn(world, generation)) {
    while (yield* next(world, id, place));
    if (dueIn(world, generation) === id) return;
  }
}

/** An operator's word: all events of the key in order; what still fails stays parked. */
export function* release(world: World, id: string): Steps {
  if (!world.has('decided-while-rebuilding') && !(yield* transact(world, (tx) => deposed(world, tx)))) return;
  while (yield* next(world, id)) {
    world.bite('released');
    if (world.has('release-forgets-rest')) {
      yield* transact(world, function* (tx): Steps { tx.put('parked', id, undefined); });
    }
  }
}

/** The next event behind the key that fits, in a transaction of its own. False when the key is free or stands still again. */
function* next(world: World, id: string, place?: Place): Steps<boolean> {
  try {
    return yield* transact(world, (tx) => step(world, tx, id, place));
  } catch (failure) {
    if (!(failure instanceof Aside)) throw failure;
    yield* transact(world, function* (tx): Steps {
      yield* tx.lock('parked', id);
      const row = tx.get('parked', id);
      if (row) tx.put('parked', id, { ...row, kind: failure.kind, reason: failure.reason, nextTryAt: world.clock.now + 50 });
    });
    return false;
  }
}

function* step(world: World, tx: Transaction, id: string, place?: Place): Steps<boolean> {
  const generation = Number(id.split('/')[0]);
  if (place && (yield* place.enter(tx)) === undefined) return false;
  yield* tx.lock('parked', id);
  const row = tx.get('parked', id);
  if (!row) return false;
  const [first] = row.behind;
  if (!first) {
    tx.put('parked', id, undefined);
    return false;
  }
  yield;
  const versions = new Map(row.behind.map(({ fact }) => [fact.aggregate, tx.get('version', `${generation}/${fact.aggregate}`) ?? 0]));
  const record = fitting(world, row.behind, versions) ?? first;
  const discarded = world.has('discards-forgotten-behind') ? undefined : discardsKnown(world);
  const plan = judge([record], { next: record.offset, versions, parked: new Set(), discarded }, (flaw) => world.has(flaw));
  if (plan.verdicts.includes('discarded')) world.bite('discard-met-behind');
  const [aside] = plan.aside;
  if (aside) throw new Aside(aside.reason === 'gap' ? 'waiting' : 'refused', aside.reason);
  if (row.reason === 'gap') world.bite('gap-closed');
  yield* apply(world, tx, generation, plan.effects);
  for (const [aggregate, version] of plan.versions) tx.put('version', `${generation}/${aggregate}`, version);
  tx.put('parked', id, { ...row, behind: row.behind.filter((each) => each !== record) });
  tx.counted = { generation, records: 1 };
  return true;
}

/** The oldest whose turn it is: what came shuffled is put in order here, and nothing overtakes an event that fails. */
function fitting(world: World, records: readonly LogRecord[], versions: ReadonlyMap<string, number>): LogRecord | undefined {
  const early = (record: LogRecord): boolean => judge([record], { next: record.offset, versions, parked: new Set() }).aside[0]?.reason === 'gap';
  return world.has('release-out-of-order') ? records.at(-1) : records.find((record) => !early(record));
}

/** An operator gives up what is behind the key: the versions count as seen, the effects never come. */
export function* discard(world: World, id: string): Steps {
  const generation = Number(id.split('/')[0]);
  yield* transact(world, function* (tx): Steps {
    // A rebuild may have passed these records already, and would bring them back: the operator is asked to come again.
    if (!world.has('decided-while-rebuilding') && !(yield* deposed(world, tx))) return;
    yield* tx.lock('parked', id);
    const row = tx.get('parked', id);
    if (row?.kind !== 'refused') return;
    yield;
    const { seen, counted, versions } = inTurn(world, tx, generation, row.behind);
    for (const record of world.has('discard-by-place') ? seen : counted) {
      tx.put('discarded', record.fact.aggregate && !world.has('discard-by-place') ? versionOf(record.fact) : placeOf(record), true);
    }
    for (const [aggregate, version] of versions) tx.put('version', `${generation}/${aggregate}`, version);
    const left = row.behind.filter((record) => !seen.includes(record));
    tx.put('parked', id, left.length === 0 ? undefined : { kind: 'waiting', reason: 'gap', nextTryAt: world.clock.now, behind: left });
    tx.givenUp = { generation, records: seen };
    tx.counted = { generation, records: seen.length };
    world.bite('discarded');
  });
}

/** A rebuild may have passed these records already, and would bring them back: the operator comes again when it is over, and ends one that sleeps. */
function* deposed(world: World, tx: Transaction): Steps<boolean> {
  yield* tx.lock('reader', 'r');
  const reader = tx.get('reader', 'r')!;
  if (reader.rebuildsUntil > world.clock.now) world.bite('discard-refused');
  if (reader.rebuildsUntil > world.clock.now) return false;
  tx.put('reader', 'r', { ...reader, rebuild: undefined });
  return true;
}

/** Everything that is given up, and what of it is no repeat: that counts as seen from now on. */
interface InTurn { readonly seen: readonly LogRecord[]; readonly counted: readonly LogRecord[]; readonly versions: Map<string, number> }

/** What can be given up: each event whose turn it is, and repeats. What came before its time goes on waiting for what is missing. */
function inTurn(world: World, tx: Transaction, generation: number, behind: readonly LogRecord[]): InTurn {
  const versions = new Map(behind.map(({ fact }) => [fact.aggregate, tx.get('version', `${generation}/${fact.aggregate}`) ?? 0]));
  const [seen, counted]: [LogRecord[], LogRecord[]] = [[], []];
  for (let before = -1; seen.length !== before;) {
    before = seen.length;
    for (const record of behind.filter((each) => !seen.includes(each))) {
      const known = { next: record.offset, versions, parked: new Set<string>(), discarded: new Set([placeOf(record)]) };
      const { verdicts: [verdict], versions: changed } = judge([record], known);
      if (verdict === 'gap' && !world.has('discard-beyond-gap')) continue;
      if (verdict === 'duplicate') world.bite('duplicate-discarded');
      seen.push(record);
      if (verdict !== 'duplicate') counted.push(record);
      for (const [aggregate, version] of changed) versions.set(aggregate, version);
      if (record.fact.aggregate && (world.has('discard-lowers-version') || verdict === 'gap')) versions.set(record.fact.aggregate, record.fact.version);
    }
  }
  versions.delete('');
  return { seen, counted, versions };
}

/** A key that waits for a person, in the live generation. */
export function refused({ store, generation }: World): (Parked & { readonly id: string }) | undefined {
  for (const [id, parked] of store.tables.parked) if (parked.kind === 'refused' && id.startsWith(`${generation}/`)) return { id, ...parked };
  return undefined;
}
