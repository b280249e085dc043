import 'reflect-metadata';
import type { EventDefinition, EventOf, Topic } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import type { Deadline } from './deadlines.js';
import type { Received, Tombstone } from './received.js';
import type { Tx } from './tx.js';

/** What a reader is: a name (its watermarks go by it), its topics, and the tables that are made of them alone. */
export interface ReaderOptions {
  readonly name: string;
  readonly topics: readonly Topic[];
  /** Set only when these tables can be made anew from the topics. */
  readonly tables?: readonly string[];
}

type Events = readonly Received[];
export interface EventHandler { readonly definitions: readonly EventDefinition[]; readonly call: (tx: Tx, events: Events) => Promise<void> }
export interface TombstoneHandler { readonly topic: Topic; readonly call: (tx: Tx, keys: readonly Tombstone[]) => Promise<void> }
/** A reader as the runner sees it. */
export interface ReaderParts extends ReaderOptions {
  readonly handlers: readonly EventHandler[];
  readonly tombstones: readonly TombstoneHandler[];
}

const [readerKey, eventsKey, tombstonesKey, deadlinesKey] = [Symbol('reader'), Symbol('events'), Symbol('tombstones'), Symbol('deadlines')];
interface Marked<What> { readonly method: string; readonly what: What }

function mark<What>(key: symbol, target: object, method: string | symbol, what: What): void {
  const known = (Reflect.getOwnMetadata(key, target) ?? []) as Marked<What>[];
  Reflect.defineMetadata(key, [...known, { method: String(method), what }], target);
}
const marks = <What>(key: symbol, instance: object): Marked<What>[] =>
  (Reflect.getMetadata(key, Object.getPrototypeOf(instance) as object) ?? []) as Marked<What>[];

/** Declares a class as a reader of events. */
export const Reader = (options: ReaderOptions): ClassDecorator => (target) => { Reflect.defineMetadata(readerKey, options, target); };

type Listed = readonly { readonly type: string }[];
type Slice<Definitions extends Listed> = readonly Received<EventOf<Definitions[number]>>[];

/** The method gets these events slice by slice: in order, without repeats or gaps, of several plans, each fitting its contract. */
export function OnEvents<const Definitions extends Listed>(...definitions: Definitions) {
  return <Method extends (tx: Tx, events: Slice<Definitions>) => Promise<void>>(
    target: object, method: string | symbol, _descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    mark(eventsKey, target, method, definitions);
  };
}

/** The method gets the keys that were deleted from a compacted topic. */
export const OnTombstone = (topic: Topic) =>
  (target: object, method: string | symbol, _descriptor: TypedPropertyDescriptor<(tx: Tx, keys: readonly Tombstone[]) => Promise<void>>): void => {
    mark(tombstonesKey, target, method, topic);
  };

/**
 * The method gets the deadlines of this process when they are due, each in a transaction of its own. `locks` names the table of the things
 * that the deadlines are about, when their subject is a thing's id: it is locked before the deadline, as whoever changes the thing does.
 */
export const OnDeadline = (name: string, { locks }: { readonly locks?: string } = {}) =>
  (target: object, method: string | symbol, _descriptor: TypedPropertyDescriptor<(tx: Tx, deadline: Deadline) => Promise<void>>): void => {
    mark(deadlinesKey, target, method, { name, locks });
  };

type Methods = Record<string, (tx: Tx, given: unknown) => Promise<void>>;

/** What the decorators of a reader's class say, bound to the instance. */
export function readerParts(instance: object): ReaderParts {
  const options = Reflect.getMetadata(readerKey, instance.constructor) as ReaderOptions | undefined;
  if (!options) throw new Error(`${instance.constructor.name} is no reader`);
  const methods = instance as Methods;
  return {
    ...options,
    handlers: marks<EventDefinition[]>(eventsKey, instance).map(({ method, what }) =>
      ({ definitions: what, call: (tx, events) => methods[method]!(tx, events) })),
    tombstones: marks<Topic>(tombstonesKey, instance).map(({ method, what }) => ({ topic: what, call: (tx, keys) => methods[method]!(tx, keys) })),
  };
}

/** Whoever takes the deadlines of one process. */
export interface Taker { readonly locks?: string | undefined; readonly call: (tx: Tx, deadline: Deadline) => Promise<void> }

/** Which process's deadlines an instance takes. */
export function deadlineParts(instance: object): Map<string, Taker> {
  const methods = instance as Methods;
  return new Map(marks<{ name: string; locks?: string }>(deadlinesKey, instance).map(({ method, what: { name, locks } }) =>
    [name, { locks, call: (tx, deadline) => methods[method]!(tx, deadline) }]));
}

interface Waiting {
  /** Whose effects have to wait; whoever names none has the events of the slice tried one by one. */
  readonly keys?: readonly string[];
  /** What is missing is about to come (another reader of this service has it in hand): the slice is tried again for a moment before keys wait. */
  readonly soon?: boolean;
}

/** The reader cannot judge yet: a fact of another topic has not arrived. The event's key waits and is tried again by itself. */
export class NotYet extends Error {
  constructor(readonly reason: string, readonly waiting: Waiting = {}) {
    super(reason);
  }
}

/** An event that cannot be read is no better for being tried again. */
export class StillRefused extends Refused {
  constructor(readonly reason: string) {
    super(reason.replace(/:.*/, ''), 'What stands behind this key is refused as before');
  }
}

/** Why a key stands still. Every failure is one of two kinds; anything that is not known to pass by itself is for a person to look at. */
export function reasonOf(failure: unknown): string {
  if (failure instanceof NotYet || failure instanceof StillRefused) return failure.reason;
  if (failure instanceof Refused) return failure.code;
  const code = (failure as { code?: unknown }).code;
  const name = failure instanceof Error ? failure.constructor.name : 'unknown';
  return typeof code === 'string' ? `${name}:${code}` : name;
}
