import type { Fact, Life, LogRecord } from './facts.js';
import type { Steps } from './steps.js';

export interface Parked {
  readonly kind: 'waiting' | 'refused';
  readonly reason: string;
  readonly nextTryAt: number;
  readonly behind: readonly LogRecord[];
}
export interface Effect {
  readonly record: LogRecord;
}
interface Tables {
  aggregate: { readonly version: number; readonly life: Life };
  answer: string;
  deadline: { readonly dueAt: number };
  /** By generation: how far a partition is done, how far an aggregate has come, which keys stand still, which aggregates are known. */
  watermark: number;
  version: number;
  parked: Parked;
  known: true;
  /** By version of an aggregate, or by place in the log. */
  discarded: true;
  reader: { readonly generation: number; readonly restsUntil: number; readonly rebuild?: number | undefined; readonly rebuildsUntil: number };
  progress: { readonly lastRecordedAt: number; readonly recovering: boolean };
}
type Name = keyof Tables;

/** A row of the outbox has its position when it is written, not when it is committed. */
export interface OutboxRow {
  readonly position: number;
  readonly recordedAt: number;
  readonly fact: Fact;
}

interface Holders { readonly shared: boolean; readonly by: Set<Transaction> }

/** Two wait for each other: the database ends one of them, and its work is begun again. */
export class LostRace extends Error {}

/** A database as a protocol sees it: committed rows, locks of rows, what is committed is seen by the next statement. */
export class Store {
  readonly tables: { readonly [N in Name]: Map<string, Tables[N]> } = {
    aggregate: new Map(), answer: new Map(), deadline: new Map(), watermark: new Map(), version: new Map(), parked: new Map(), known: new Map(),
    discarded: new Map(), reader: new Map(), progress: new Map(),
  };
  readonly outbox: OutboxRow[] = [];
  readonly effects = new Map<number, Effect[]>();
  readonly holders = new Map<string, Holders>();
  readonly open = new Set<Transaction>();
  positions = 0;

  constructor(readonly committed: (tx: Transaction) => void) {}

  get<N extends Name>(name: N, id: string): Tables[N] | undefined {
    return this.tables[name].get(id);
  }

  begin(): Transaction {
    const tx = new Transaction(this);
    this.open.add(tx);
    return tx;
  }
}

export class Transaction {
  readonly said: OutboxRow[] = [];
  readonly effects: { readonly generation: number; readonly effect: Effect }[] = [];
  /** The command whose work this is. */
  obeyed: string | undefined;
  /** A generation whose effects are made anew. */
  clears: number | undefined;
  /** What an operator discards. */
  givenUp: { readonly generation: number; readonly records: readonly LogRecord[] } | undefined;
  /** Records of the log that are done with by this transaction. */
  counted: { readonly generation: number; readonly records: number } | undefined;
  private readonly written = new Map<string, { readonly name: Name; readonly id: string; readonly row: unknown }>();
  private readonly locks: string[] = [];
  private waitsFor: string | undefined;

  constructor(private readonly store: Store) {}

  /** Locks a row, or the place where it will be, alone or with others that only keep it from changing. */
  *lock(name: Name, id: string, shared = false): Steps {
    const lock = `${name} ${id}`;
    const { holders } = this.store;
    const free = (): boolean => {
      const held = holders.get(lock);
      return !held || (held.by.has(this) ? held.by.size === 1 || (shared && held.shared) : shared && held.shared);
    };
    while (!free()) {
      this.waitsFor = lock;
      if (this.comesRound(lock, new Set())) throw new LostRace();
      yield free;
    }
    this.waitsFor = undefined;
    const held = holders.get(lock);
    if (!held?.by.has(this)) this.locks.push(lock);
    holders.set(lock, { shared: shared && (held?.shared ?? true), by: (held?.by ?? new Set()).add(this) });
  }

  /** Whether those who hold that lock wait, perhaps by way of others, for this transaction. */
  private comesRound(lock: string, seen: Set<Transaction>): boolean {
    for (const other of this.store.holders.get(lock)?.by ?? []) {
      if (other === this && seen.size > 0) return true;
      if (other === this || seen.has(other) || !other.waitsFor) continue;
      if (this.comesRound(other.waitsFor, seen.add(other))) return true;
    }
    return false;
  }

  get<N extends Name>(name: N, id: string): Tables[N] | undefined {
    const own = this.written.get(`${name} ${id}`);
    return own ? own.row as Tables[N] | undefined : this.store.get(name, id);
  }

  put<N extends Name>(name: N, id: string, row: Tables[N] | undefined): void {
    this.written.set(`${name} ${id}`, { name, id, row });
  }

  say(fact: Fact, now: number): void {
    this.said.push({ position: ++this.store.positions, recordedAt: now, fact });
  }

  commit(): void {
    const { tables, effects, outbox } = this.store;
    for (const { name, id, row } of this.written.values()) {
      if (row === undefined) tables[name].delete(id);
      else (tables[name] as Map<string, unknown>).set(id, row);
    }
    if (this.clears !== undefined) effects.delete(this.clears);
    for (const { generation, effect } of this.effects) {
      const projection = effects.get(generation);
      if (projection) projection.push(effect);
      else effects.set(generation, [effect]);
    }
    outbox.push(...this.said);
    this.store.committed(this);
  }

  /** Lets go of its locks; what was not committed never was. */
  end(): void {
    this.store.open.delete(this);
    for (const lock of this.locks.splice(0)) {
      const held = this.store.holders.get(lock);
      held?.by.delete(this);
      if (held?.by.size === 0) this.store.holders.delete(lock);
    }
    this.waitsFor = undefined;
  }
}
