import { type LogRecord, partitions } from './facts.js';
import { type Plan, judge } from './judge.js';
import type { Steps } from './steps.js';
import type { Parked, Transaction } from './store.js';
import { type Member, type World, transact } from './world.js';

/** The handler cannot judge yet, or refuses; either way its transaction leaves nothing. */
export class Aside extends Error {
  constructor(readonly kind: Parked['kind'], readonly reason: string) {
    super(reason);
  }
}

/** Into which generation of tables is read; `enter` is the first thing in each transaction and says no when the reader is at rest or deposed. */
export interface Place {
  readonly enter: (tx: Transaction) => Steps<number | undefined>;
  readonly rebuilds: boolean;
}
type SetAside = { readonly record: LogRecord; readonly failure: Aside };

export const live = (world: World): Place => ({
  rebuilds: false,
  *enter(tx) {
    yield* tx.lock('reader', 'r', true);
    const reader = tx.get('reader', 'r')!;
    if (reader.restsUntil > world.clock.now) world.bite('rested');
    return reader.restsUntil > world.clock.now ? undefined : reader.generation;
  },
});

/** Reads a partition for the group, from where the group stands. */
export function* read(world: World, member: Member): Steps {
  const { partition } = member;
  const { log } = world;
  const place = live(world);
  for (let at = log.offsets.get(partition) ?? (world.has('reset-to-latest') ? log.end(partition) : 0); ; ) {
    yield () => (member.over && !member.deaf) || log.end(partition) > at;
    if (member.over && !member.deaf) return;
    const records = log.read(partition, at, 1 + world.chance.below(4));
    if (world.has('offset-before-transaction')) log.offsets.set(partition, at + records.length);
    if (!(yield* persist(world, place, records, member))) return;
    if (member.over) world.bite('zombie-reader');
    at = records.at(-1)!.offset + 1;
    let told = false;
    try {
      yield;
      told = true;
    } finally {
      if (!told) world.bite('died-untold');
    }
    if (!member.over) log.offsets.set(partition, at);
  }
}

/** Until the slice is done or somebody else's. */
export function* persist(world: World, place: Place, records: readonly LogRecord[], member?: Member): Steps<boolean> {
  for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
    if (member?.over && !member.deaf) return false;
    try {
      if (yield* slice(world, place, records)) return true;
    } catch (failure) {
      if (!(failure instanceof Aside)) throw failure;
      if (world.has('failed-slice-skipped')) return true;
      return yield* oneByOne(world, place, records, member);
    }
    if (!member) return false;
    yield world.rest(pause);
  }
}

/** Finds the culprit: each record by itself, and what fails takes its key out of the way. */
function* oneByOne(world: World, place: Place, records: readonly LogRecord[], member?: Member): Steps<boolean> {
  for (const record of records) {
    let failed: SetAside | undefined;
    for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
      if (member?.over && !member.deaf) return false;
      try {
        if (yield* slice(world, place, [record], failed)) break;
      } catch (failure) {
        if (!(failure instanceof Aside)) throw failure;
        failed = { record, failure };
        continue;
      }
      if (!member) return false;
      yield world.rest(pause);
    }
  }
  return true;
}

/** One transaction: watermark locked, records judged under the lock, effects, versions, what is set aside, watermark moved. */
function* slice(world: World, place: Place, records: readonly LogRecord[], failed?: SetAside): Steps<boolean> {
  const late: { plan?: Plan; generation?: number } = {};
  const done = yield* transact(world, function* (tx): Steps<boolean> {
    const generation = yield* place.enter(tx);
    if (generation === undefined) return false;
    const { partition } = records[0]!;
    const mark = `${generation}/${partition}`;
    if (!world.has('watermark-not-locked')) yield* tx.lock('watermark', mark);
    const next = tx.get('watermark', mark) ?? 0;
    yield;
    if (records.at(-1)!.offset < next) world.bite('watermark-passed');
    if (records.at(-1)!.offset < next && !world.has('watermark-not-checked')) return true;
    const known = yield* knownFor(world, tx, generation, records);
    let plan = judge(records, { next, discarded: place.rebuilds ? discardsKnown(world) : undefined, ...known }, (flaw) => world.has(flaw));
    const aside = failed && plan.effects.length > 0 ? failed : undefined;
    if (aside) plan = { ...plan, effects: [], versions: new Map() };
    if (!world.has('watermark-first')) yield* apply(world, tx, generation, plan.effects);
    yield* save(world, tx, generation, plan, aside);
    if (world.has('watermark-apart') || world.has('watermark-first')) Object.assign(late, { plan, generation });
    if (!world.has('watermark-apart')) tx.put('watermark', mark, Math.max(next, plan.next));
    tx.counted = { generation, records: finished(world, plan, aside !== undefined) };
    return true;
  });
  if (late.plan) yield* apart(world, late.generation!, records[0]!.partition, late.plan);
  return done;
}

/** What a flawed reader does in a transaction of its own. */
function* apart(world: World, generation: number, partition: number, plan: Plan): Steps {
  yield* transact(world, function* (tx): Steps {
    if (world.has('watermark-first')) yield* apply(world, tx, generation, plan.effects);
    else tx.put('watermark', `${generation}/${partition}`, plan.next);
  });
}

/** The parked keys are locked first: what a release does to the versions is then either seen or still to come. */
export function* knownFor(world: World, tx: Transaction, generation: number, records: readonly LogRecord[]):
Steps<{ versions: Map<string, number>; parked: Set<string> }> {
  const versions = new Map<string, number>();
  const seeVersions = (): void => {
    for (const { fact } of records) if (fact.aggregate) versions.set(fact.aggregate, tx.get('version', `${generation}/${fact.aggregate}`) ?? 0);
  };
  if (world.has('versions-before-lock')) seeVersions();
  yield;
  const parked = new Set<string>();
  for (const key of [...new Set(records.map(({ fact }) => fact.key))].sort()) {
    const stood = world.store.get('parked', `${generation}/${key}`) !== undefined;
    yield* tx.lock('parked', `${generation}/${key}`);
    if (tx.get('parked', `${generation}/${key}`)) parked.add(key);
    else if (stood) world.bite('freed-under-slice');
  }
  yield;
  if (!world.has('versions-before-lock')) seeVersions();
  return { versions, parked };
}

/** What the reader's own code does with its events. */
export function* apply(world: World, tx: Transaction, generation: number, records: readonly LogRecord[]): Steps {
  for (const record of records) {
    const { flaw, needs, aggregate } = record.fact;
    if (flaw === 'refused' && !world.mended) throw new Aside('refused', 'the handler says no');
    if (needs && !tx.get('known', `${generation}/${needs}`)) {
      world.bite('not-yet');
      throw new Aside('waiting', `${needs} is not known yet`);
    }
    if (aggregate) tx.put('known', `${generation}/${aggregate}`, true);
    tx.effects.push({ generation, effect: { record } });
  }
  yield;
}

function* save(world: World, tx: Transaction, generation: number, plan: Plan, failed?: SetAside): Steps {
  for (const [aggregate, version] of plan.versions) tx.put('version', `${generation}/${aggregate}`, version);
  const aside = plan.aside.map(({ record, reason }) =>
    ({ record, failure: new Aside(reason === 'gap' ? 'waiting' : 'refused', reason) }));
  if (world.has('park-outside-transaction') && (failed || aside.length > 0)) {
    const set = failed ? [...aside, failed] : aside;
    world.start('a record set aside', transact(world, function* (own): Steps { for (const each of set) park(world, own, generation, each); }), world.hosts[0]);
  } else for (const each of failed ? [...aside, failed] : aside) park(world, tx, generation, each);
  for (const record of plan.behind) {
    world.bite('behind');
    keepBehind(tx, generation, record);
  }
  yield;
}

function park(world: World, tx: Transaction, generation: number, { record, failure: { kind, reason } }: SetAside): void {
  const id = `${generation}/${record.fact.key}`;
  world.bite(reason === 'gap' ? 'gap' : 'parked');
  world.note(() => `${record.fact.key} is parked: ${reason}`);
  if (!tx.get('parked', id)) tx.put('parked', id, { kind, reason, nextTryAt: world.clock.now + 50, behind: [] });
  keepBehind(tx, generation, record);
}

function keepBehind(tx: Transaction, generation: number, record: LogRecord): void {
  const id = `${generation}/${record.fact.key}`;
  const parked = tx.get('parked', id);
  if (parked) tx.put('parked', id, { ...parked, behind: [...parked.behind.filter(({ offset }) => offset !== record.offset), record] });
}

/** What was discarded, ever. */
export const discardsKnown = (world: World): ReadonlySet<string> | undefined =>
  (world.has('rebuild-without-discards') ? undefined : new Set(world.store.tables.discarded.keys()));

/** How many records are done with: those set aside are not. */
function finished(world: World, { verdicts }: Plan, failed: boolean): number {
  if (verdicts.includes('duplicate')) world.bite('duplicate');
  if (verdicts.includes('discarded')) world.bite('discard-passed');
  return verdicts.filter((verdict) => ['skip', 'duplicate', 'discarded'].includes(verdict) || (verdict === 'apply' && !failed)).length;
}

/** Whether the live reader has done everything that is in the log. */
export const caughtUp = ({ store, log, generation }: World): boolean =>
  partitions.every((partition) => (store.get('watermark', `${generation}/${partition}`) ?? 0) >= log.end(partition)) &&
  [...store.tables.parked.keys()].every((id) => !id.startsWith(`${generation}/`));
