import { setMaxListeners } from 'node:events';
import { applyEffects } from './apply-effects.js';
import { crashPoint } from './crash-point.js';
import { isTransient } from './database.js';
import { Gathering } from './gathering.js';
import type { Topic } from '@hhp/contracts';
import type { Batch, EventLog, Incoming, Subscription } from './log.js';
import { rest } from './rest.js';
import { NotYet, type ReaderParts, reasonOf } from './reader.js';
import { type SetAside, planSlice, wantedBy } from './slice.js';
import { type ReaderIdentity, discardedAmong, knownFor, lockWatermarks, makeWatermarks, savePlan } from './slice-store.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

const [fewest, most] = [16, 1_000];
const slicesAtOnce = 3;
/** A transaction of a slice should end within this; slices grow and shrink to keep to it. */
const sliceMs = 150;
/** How often a slice is tried again for what is about to come: a second and a half in all. */
const patienceTries = 5;
/** While the server is away, or the reader at rest. */
const longestPauseMs = 1_000;
/** How often the log is told that the reader lives, while it has to wait: well within the session of a group. */
const beatMs = 1_000;

export interface RunnerPorts {
  readonly service: string;
  readonly transactions: Transactions;
  readonly log: EventLog;
  /** Told when the client gave up for good: the process must end, and the next one goes on from the watermark. */
  readonly failed: (error: Error) => void;
}

/** Into which tables a runner writes, and by which watermarks. */
export interface ReadingPlace {
  readonly identity: ReaderIdentity;
  /** The first thing in each transaction; false when the reader is at rest, or became another generation. */
  readonly prepare: (tx: Tx) => Promise<boolean>;
  /** A rebuild leaves out what an operator discarded. */
  readonly rebuilds?: boolean;
}

/** The next records of a partition, and who hears whether their transaction was done. */
interface Part {
  readonly records: readonly Incoming[];
  readonly done: (done: boolean) => void;
}

const recordsOf = (parts: readonly Part[]): number => parts.reduce((sum, { records }) => sum + records.length, 0);

/** What is known of a slice from trying it before. */
interface Judged {
  /** The one record that fails for good or cannot be judged yet. */
  readonly aside?: SetAside | undefined;
  readonly notYet?: ReadonlyMap<string, string> | undefined;
}

/** Something is gained by letting these keys wait: one of them did not wait already. */
const mayWait = ({ waiting: { keys = [] } }: NotYet, notYet: ReadonlyMap<string, string>): boolean => keys.some((key) => !notYet.has(key));

/**
 * Reads for one reader. A slice is one transaction: watermarks locked and advanced, repeats and gaps recognised by the versions of
 * aggregates, effects applied, events said. The partitions of a topic that have little to give share one; when that fails, each is tried
 * by itself. What fails for good takes only its key out of the way.
 */
export class ConsumerRunner {
  private readonly stopping = new AbortController();
  private readonly wanted: ReturnType<typeof wantedBy>;
  private readonly lines = new Map<Topic, Gathering<Part>>();
  /** What is being worked on, by partition. */
  private readonly working = new Map<string, Promise<void>>();
  private readonly limits = {
    atOnce: slicesAtOnce, next: (parts: readonly Part[]) => this.fitting(parts), enough: (parts: readonly Part[]) => recordsOf(parts) >= this.size,
  };
  private subscription: Subscription | undefined;
  private size = 64;

  constructor(private readonly reader: ReaderParts, private readonly place: ReadingPlace, private readonly ports: RunnerPorts) {
    this.wanted = wantedBy(reader);
    // As many partitions as there are may wait at once for a server that is away.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Joins the group of the reader; several processes of a service share its partitions. */
  async start(group = `hhp.${this.ports.service}.${this.reader.name}`): Promise<void> {
    this.subscription = await this.ports.log.subscribe(group, this.reader.topics, (batch) => this.take(batch), this.ports.failed);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.working.values());
    await this.subscription?.close();
  }

  /** The log brings more while this is worked on: of each partition one batch is worked on at a time, in order and to its end, and one waits. */
  private async take(batch: Batch): Promise<void> {
    const place = `${batch.topic} ${batch.partition}`;
    for (let before = this.working.get(place); before; before = this.working.get(place)) {
      const ended = new AbortController();
      void before.then(() => { ended.abort(); });
      await rest(beatMs, ended.signal);
      await batch.alive();
    }
    if (this.stopping.signal.aborted) return;
    crashPoint('reader.after-poll');
    this.working.set(place, this.work(batch).catch((error: unknown) => { this.fail(error as Error); }).finally(() => { this.working.delete(place); }));
  }

  /** What would come next would leave out what failed here, so nothing comes any more. */
  private fail(error: Error): void {
    this.stopping.abort();
    this.ports.failed(error);
  }

  private async work(batch: Batch): Promise<void> {
    for (let at = 0; at < batch.records.length; ) {
      if (this.stopping.signal.aborted) return;
      const slice = batch.records.slice(at, at + this.size);
      if (!(await this.shared(batch.topic, slice)) && !(await this.persist(batch.topic, slice))) return;
      crashPoint('reader.after-commit-before-offset');
      at += slice.length;
      batch.stored(slice.at(-1)!.offset);
      crashPoint('reader.after-offset');
    }
  }

  /** Together with what other partitions of the topic have just brought; false when it has to be tried alone. */
  private shared(topic: Topic, records: readonly Incoming[]): Promise<boolean> {
    const line = this.lines.get(topic) ?? new Gathering<Part>((parts) => this.together(topic, parts), this.limits);
    this.lines.set(topic, line);
    return new Promise((done) => { line.add({ records, done }); });
  }

  private async together(topic: Topic, parts: readonly Part[]): Promise<void> {
    const done = await this.slice(topic, parts.flatMap(({ records }) => records)).catch(() => false);
    for (const part of parts) part.done(done);
  }

  /** How many of the parts make a slice of the size that fits; at least one. */
  private fitting(parts: readonly Part[]): number {
    let records = 0;
    const over = parts.findIndex((part) => (records += part.records.length) > this.size);
    return over < 0 ? parts.length : Math.max(1, over);
  }

  /** Until the slice is done, here or by somebody who holds the partition now; false when it is time to stop. */
  private async persist(topic: Topic, slice: readonly Incoming[]): Promise<boolean> {
    const notYet = new Map<string, string>();
    for (let [pause, patience] = [50, patienceTries]; ; pause = Math.min(pause * 2, longestPauseMs)) {
      if (this.stopping.signal.aborted) return false;
      try {
        if (await this.slice(topic, slice, { notYet })) return true;
      } catch (failure) {
        if (failure instanceof NotYet && failure.waiting.soon && patience > 0) patience--;
        else if (failure instanceof NotYet && mayWait(failure, notYet)) {
          for (const key of failure.waiting.keys!) notYet.set(key, failure.reason);
          continue;
        } else if (!isTransient(failure)) return await this.oneByOne(topic, slice);
      }
      await rest(pause, this.stopping.signal);
    }
  }

  /** Finds the culprit: each record in its own transaction, and what fails for good, or cannot be judged yet, parks its key. */
  private async oneByOne(topic: Topic, slice: readonly Incoming[]): Promise<boolean> {
    for (const record of slice) {
      let aside: SetAside | undefined;
      for (let pause = 50; ; pause = Math.min(pause * 2, longestPauseMs)) {
        if (this.stopping.signal.aborted) return false;
        try {
          if (await this.slice(topic, [record], { aside })) break;
        } catch (failure) {
          if (!isTransient(failure)) {
            aside = { record, kind: failure instanceof NotYet ? 'waiting' : 'refused', reason: reasonOf(failure) };
            continue;
          }
        }
        await rest(pause, this.stopping.signal);
      }
    }
    return true;
  }

  /** One transaction. False when the reader is at rest (a rebuild swaps its tables). */
  private async slice(topic: Topic, records: readonly Incoming[], { aside, notYet }: Judged = {}): Promise<boolean> {
    const [began, partitions] = [performance.now(), [...new Set(records.map(({ partition }) => partition))]];
    // The plans of a slice are known before the transaction, from the headers; the plan that counts is made under the lock.
    const tenants = [...new Set(records.flatMap(({ headers }) => (headers['ce_tenant'] ? [headers['ce_tenant']] : [])))];
    const done = await this.ports.transactions.slice(tenants, async (tx) => {
      const identity = { ...this.place.identity };
      // Asked in one go and answered in this order: what is known of the aggregates is read after the lock is had.
      const [goesOn, next, known, discarded] = await Promise.all([
        this.place.prepare(tx), lockWatermarks(tx, identity, topic, partitions), knownFor(tx, identity, topic, records),
        this.place.rebuilds ? discardedAmong(tx, identity, topic, records) : undefined,
      ]);
      if (!goesOn) return false;
      if (next.size < partitions.length) {
        // What was asked together with it was read without a lock, so it does not count.
        makeWatermarks(tx, identity, topic, partitions);
        return 'again';
      }
      crashPoint('reader.in-transaction-after-watermark');
      const plan = planSlice(records, { next, ...known, ...(notYet ? { notYet } : {}), ...(discarded ? { discarded } : {}) }, this.reader, this.wanted);
      if (plan.next.size === 0) return true;
      if (aside && plan.effects.length > 0) {
        savePlan(tx, identity, topic, { ...plan, effects: [], versions: new Map(), aside: [...plan.aside, aside] });
        return true;
      }
      await applyEffects(tx, this.reader, plan.effects);
      crashPoint('reader.in-transaction-after-effect');
      savePlan(tx, identity, topic, plan);
      return true;
    });
    if (done === 'again') return this.slice(topic, records, { aside, notYet });
    this.fit(performance.now() - began, records.length);
    return done;
  }

  private fit(tookMs: number, count: number): void {
    if (tookMs > sliceMs) this.size = Math.max(fewest, Math.floor(this.size / 2));
    else if (count === this.size && tookMs < sliceMs / 3) this.size = Math.min(most, this.size * 2);
  }
}
