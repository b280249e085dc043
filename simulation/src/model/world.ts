import type { Chance } from '../chance.js';
import type { Bite } from './bites.js';
import { type Fact, nameOf } from './facts.js';
import type { Flaw } from './flaws.js';
import { Ledger } from './ledger.js';
import { Log } from './log.js';
import type { Steps, Until } from './steps.js';
import { LostRace, Store, type Transaction } from './store.js';
import { Wal } from './wal.js';

/** A process of the service; what runs in it dies with it. */
export interface Host {
  readonly name: string;
  alive: boolean;
  downUntil: number;
}

export interface Actor<Answer = unknown> {
  readonly name: string;
  readonly host: Host | undefined;
  readonly steps: Steps<Answer>;
  until: Until;
  over: boolean;
  answer?: Answer;
}

/** Who reads a partition for the group; `deaf` when it does not hear that somebody else was given it. */
export interface Member {
  readonly host: Host;
  readonly partition: number;
  over: boolean;
  deaf: boolean;
}

/** Everything of one schedule: the ports of the protocol (clock, chance, store, log) and those who act. */
export class World {
  readonly clock = { now: 0 };
  readonly store = new Store((tx) => { this.commits(tx); });
  readonly log = new Log();
  readonly wal = new Wal();
  readonly ledger = new Ledger();
  readonly bitten = new Set<Bite>();
  readonly actors: Actor[] = [];
  readonly hosts: Host[] = ['one', 'two'].map((name) => ({ name, alive: false, downUntil: 0 }));
  readonly members: Member[] = [];
  /** What readers did with each record they took, by generation, counted beside their own book-keeping. */
  readonly tally = new Map<number, number>();
  trace: string[] | undefined;
  /** False while the schedule comes to rest: then nothing goes wrong any more. */
  faults = true;
  mended = false;
  /** The log answers nobody before. */
  logDownUntil = 0;
  facts = 0;
  rebuilds = 0;

  constructor(readonly chance: Chance, readonly flaw?: Flaw) {}

  has(flaw: Flaw): boolean {
    return this.flaw === flaw;
  }

  bite(what: Bite): void {
    this.bitten.add(what);
  }

  note(what: () => string): void {
    this.trace?.push(`${String(this.clock.now).padStart(6)} ms  ${what()}`);
  }

  /** One chance in so many, and never while the schedule comes to rest. */
  oneIn(many: number): boolean {
    return this.faults && this.chance.below(many) === many - 1;
  }

  start<Answer>(name: string, steps: Steps<Answer>, host?: Host): Actor<Answer> {
    const actor: Actor<Answer> = { name: host ? `${name} on ${host.name}` : name, host, steps, until: undefined, over: false };
    this.actors.push(actor as Actor);
    return actor;
  }

  rest(millis: number): () => boolean {
    const until = this.clock.now + millis;
    return () => this.clock.now >= until;
  }

  get generation(): number {
    return this.store.get('reader', 'r')!.generation;
  }

  private commits(tx: Transaction): void {
    if (tx.obeyed) this.ledger.obeys(tx.obeyed);
    for (const row of tx.said) this.ledger.commits(row);
    if (tx.said.length > 0) {
      this.note(() => `committed: ${tx.said.map(({ fact }) => nameOf(fact)).join(', ')}`);
      if (this.wal.transactions.some((rows) => rows.some(({ position }) => position > tx.said[0]!.position))) this.bite('commit-order');
      this.wal.transactions.push(this.has('said-after-commit') ? [] : tx.said);
    }
    if (tx.clears !== undefined) this.ledger.clears(tx.clears);
    if (tx.clears !== undefined) this.tally.delete(tx.clears);
    for (const record of tx.givenUp?.records ?? []) this.ledger.discards(record, tx.givenUp!.generation);
    if (tx.counted) this.tally.set(tx.counted.generation, (this.tally.get(tx.counted.generation) ?? 0) + tx.counted.records);
    for (const { generation, effect } of tx.effects) {
      this.note(() => `effective in generation ${generation}: ${nameOf(effect.record.fact)} at ${effect.record.partition}/${effect.record.offset}`);
      this.ledger.effects(generation, effect, generation === this.generation);
    }
  }

  /** Onto the log, as the relay or somebody from outside does it. */
  append(fact: Fact, from: 'relay' | 'outside'): void {
    const record = this.log.append(fact);
    this.note(() => `logged at ${record.partition}/${record.offset} by ${from}: ${nameOf(fact)}`);
    this.ledger.logs(record, from);
  }
}

/** A transaction that is begun again when it loses a race; the process may die before and after its commit. */
export function* transact<Answer>(world: World, work: (tx: Transaction) => Steps<Answer>): Steps<Answer> {
  for (;;) {
    const tx = world.store.begin();
    let ended = false;
    try {
      const answer = yield* work(tx);
      yield;
      tx.commit();
      ended = true;
      tx.end();
      yield;
      return answer;
    } catch (failure) {
      ended = true;
      if (!(failure instanceof LostRace)) throw failure;
      world.bite('race-lost');
    } finally {
      if (!ended) world.bite('died-in-transaction');
      tx.end();
    }
    yield;
  }
}
