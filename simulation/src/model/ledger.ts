import { type Fact, type Life, type LogRecord, lifeAfter, nameOf, wanted } from './facts.js';
import type { Effect, OutboxRow } from './store.js';

/** Something that is promised did not hold; the number is that of the list of invariants. */
export class Violation extends Error {
  constructor(readonly invariant: string, message: string) {
    super(message);
  }
}

/** Keeps its own book of what was asked, committed, logged and effected, knows nothing of how it comes about, and objects at once. */
export class Ledger {
  readonly commands = new Map<string, { answer?: string; done: number }>();
  readonly committed: Fact[] = [];
  readonly logged: LogRecord[] = [];
  outsiders = 0;
  /** Set when the outbox was read again: overlapping transactions on several things of one key then come in the order of their rows. */
  reread = false;
  /** Facts that an operator gave up before they took effect, and places in the log. */
  private readonly givenUp = new Set<number>();
  private readonly givenUpPlaces = new Set<string>();
  private readonly nthCommit = new Map<number, number>();
  private readonly positions = new Map<number, number>();
  private readonly lives = new Map<string, { version: number; life: Life }>();
  private readonly firstCopies = new Set<number>();
  private readonly ofKey = new Map<string, Fact[]>();
  private readonly done = new Map<string, number>();
  private readonly seenLive = new Set<number>();
  /** By generation: the facts that took effect in it. */
  private readonly tookEffect = new Map<string, Set<number>>();

  commits({ fact, position }: OutboxRow): void {
    this.positions.set(fact.id, position);
    this.nthCommit.set(fact.id, this.committed.push(fact));
    if (!fact.aggregate) return;
    const before = this.lives.get(fact.aggregate) ?? { version: 0, life: 'none' };
    if (fact.version !== before.version + 1) throw new Violation('I4', `${nameOf(fact)} was committed after version ${before.version}`);
    const life = lifeAfter(before.life, fact.kind);
    if (!life) throw new Violation('I6', `${nameOf(fact)} was committed when the thing was ${before.life}`);
    this.lives.set(fact.aggregate, { version: fact.version, life });
  }

  /** A command left its effect behind in a transaction that committed. */
  obeys(command: string): void {
    const entry = this.commands.get(command)!;
    if (++entry.done > 1) throw new Violation('I2', `command ${command} was done twice`);
  }

  /** First copies stand in the order of commits, unless somebody from outside was quicker. */
  logs(record: LogRecord, from: 'relay' | 'outside'): void {
    this.logged.push(record);
    const { fact } = record;
    const nth = this.nthCommit.get(fact.id);
    if (nth === undefined) throw new Violation('I13', `${nameOf(fact)} stands in the log and was never committed`);
    if (from === 'outside') this.outsiders++;
    if (this.firstCopies.has(fact.id)) return;
    this.firstCopies.add(fact.id);
    if (from === 'outside') return;
    if (this.overtaken(`log ${fact.key}`, fact)) throw new Violation('I4', `${nameOf(fact)} came to the log after a later event of its key`);
  }

  isLogged(fact: Fact): boolean {
    return this.firstCopies.has(fact.id);
  }

  effects(generation: number, { record }: Effect, live: boolean): void {
    const { fact, partition, offset } = record;
    const what = `${nameOf(fact)} at ${partition}/${offset}`;
    if (!fact.aggregate) return this.once(`${generation} ${partition}/${offset}`, `${partition}/${offset}`, what, live);
    const place = `${generation} ${fact.aggregate}`;
    const last = this.done.get(place) ?? 0;
    if (fact.version === last) throw new Violation('I2', `${what} took effect twice`);
    if (fact.version < last) throw new Violation('I4', `${what} took effect after version ${last}`);
    if (live && this.givenUp.has(fact.id)) throw new Violation('I2', `${what} took effect after it was discarded`);
    const missing = this.committed.find((each) => each.aggregate === fact.aggregate && each.version > last && each.version < fact.version &&
      wanted(each.kind) && !this.givenUp.has(each.id));
    if (missing) throw new Violation('I4', `${what} took effect before ${nameOf(missing)}`);
    this.done.set(place, fact.version);
    this.tookEffectIn(generation).add(fact.id);
    if (live) this.seenLive.add(fact.id);
    this.keyOrder(generation, fact, what);
  }

  private tookEffectIn(generation: number): Set<number> {
    const place = `${generation} `;
    const facts = this.tookEffect.get(place) ?? new Set<number>();
    this.tookEffect.set(place, facts);
    return facts;
  }

  private once(place: string, at: string, what: string, live: boolean): void {
    if (this.done.has(place)) throw new Violation('I2', `${what} took effect twice`);
    if (live && this.givenUpPlaces.has(at)) throw new Violation('I2', `${what} took effect after it was discarded`);
    this.done.set(place, 1);
  }

  /** Where nobody from outside writes, all events of a key take effect in the order of their commits, whatever aggregate they are of. */
  private keyOrder(generation: number, fact: Fact, what: string): void {
    const overtaken = this.overtaken(`${generation} ${fact.key}`, fact);
    if (overtaken && this.outsiders === 0) throw new Violation('I4', `${what} took effect after a later event of its key`);
  }

  private overtaken(place: string, fact: Fact): boolean {
    const before = this.ofKey.get(place) ?? [];
    const [nth, position] = [this.nthCommit.get(fact.id)!, this.positions.get(fact.id)!];
    this.ofKey.set(place, [...before, fact]);
    return before.some(({ id, aggregate }) => this.nthCommit.get(id)! > nth &&
      (!this.reread || aggregate === fact.aggregate && aggregate !== '' || this.positions.get(id)! > position));
  }

  /** A generation is made anew: what was done in it is forgotten. */
  clears(generation: number): void {
    for (const book of [this.done, this.ofKey, this.tookEffect]) for (const place of book.keys()) if (place.startsWith(`${generation} `)) book.delete(place);
  }

  discards({ fact, partition, offset }: LogRecord, generation: number): void {
    this.givenUpPlaces.add(`${partition}/${offset}`);
    // What people have once seen must not be lost, whatever an operator says of a key that a rebuild has parked again.
    if (fact.aggregate && !this.seenLive.has(fact.id) && !this.tookEffectIn(generation).has(fact.id)) this.givenUp.add(fact.id);
  }

  /** When everything has come to rest: nothing is missing. */
  reckon(effects: readonly Effect[]): void {
    for (const [key, { answer, done }] of this.commands) {
      if (answer === 'done' && done !== 1) throw new Violation('I3', `command ${key} was answered and done ${done} times`);
      if (answer === undefined) throw new Violation('I3', `command ${key} never got its answer`);
    }
    const there = new Set(effects.map(({ record }) => (record.fact.aggregate ? record.fact.id : -1)));
    for (const fact of this.committed) {
      if (!this.firstCopies.has(fact.id)) throw new Violation('I1', `${nameOf(fact)} was committed and never came to the log`);
      const expected = fact.aggregate && wanted(fact.kind) && !this.givenUp.has(fact.id);
      if (expected && !there.has(fact.id)) throw new Violation('I1', `${nameOf(fact)} never took effect`);
      if (this.givenUp.has(fact.id) && there.has(fact.id)) throw new Violation('I2', `${nameOf(fact)} was discarded, and took effect all the same`);
    }
    const beats = new Set(effects.map(({ record: { partition, offset } }) => `${partition}/${offset}`));
    const lost = this.logged.find(({ fact, partition, offset }) =>
      !fact.aggregate && !beats.has(`${partition}/${offset}`) && !this.givenUpPlaces.has(`${partition}/${offset}`));
    if (lost) throw new Violation('I1', `${nameOf(lost.fact)} at ${lost.partition}/${lost.offset} never took effect`);
    for (const [aggregate, { life }] of this.lives) {
      const reminded = this.committed.filter((each) => each.aggregate === aggregate && each.kind === 'reminded').length;
      if (reminded > 1) throw new Violation('I2', `${aggregate} was reminded ${reminded} times`);
      if (life === 'open' && reminded === 0) throw new Violation('I5', `${aggregate} is open and was never reminded`);
    }
  }
}
