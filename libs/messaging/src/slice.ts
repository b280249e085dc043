import { type EventDefinition, type Plain, type Topic, definitionOf, topics } from '@hhp/contracts';
import { ContractBroken, checkContract } from './contract-check.js';
import { readEnvelope } from './envelope.js';
import type { Incoming } from './log.js';
import type { ReaderParts } from './reader.js';
import type { Received, Tombstone } from './received.js';

/** What a reader knows when a slice comes: what of each partition is done, how far each aggregate has come, which keys are parked. */
export interface Known {
  /** By partition: everything below is done. */
  readonly next: ReadonlyMap<number, number>;
  readonly versions: ReadonlyMap<string, number>;
  readonly parked: ReadonlySet<string>;
  /** Keys whose effects cannot come yet, and why: their handler said so when the slice was tried before. */
  readonly notYet?: ReadonlyMap<string, string>;
  /** What an operator once discarded, by `versionOf` or, where it has none, by `placeOf`: a rebuild leaves it out too, and every copy of it. */
  readonly discarded?: ReadonlySet<string>;
}

/** A record that cannot be applied now: its key waits (the gap may close) or is refused (a person looks at it). */
export interface SetAside {
  readonly record: Incoming;
  readonly kind: 'waiting' | 'refused';
  readonly reason: string;
}

export type Effect = { readonly kind: 'event'; readonly event: Received } | { readonly kind: 'tombstone'; readonly tombstone: Tombstone };

/** What becomes of a slice, decided before anything is done. */
export interface SlicePlan {
  readonly effects: readonly Effect[];
  /** Records behind a key that is parked already, and the first ones of keys that are parked now. */
  readonly behind: readonly Incoming[];
  readonly aside: readonly SetAside[];
  readonly duplicates: number;
  readonly versions: ReadonlyMap<string, number>;
  /** By partition, where something of it was new: everything below is done. */
  readonly next: ReadonlyMap<number, number>;
}

type Judged = { readonly verdict: 'apply'; readonly effect: Effect | undefined; readonly aggregate: string; readonly version: number }
  | { readonly verdict: 'duplicate' } | Pick<SetAside, 'kind' | 'reason'> & { readonly verdict: 'aside' };

export const placeOf = ({ partition, offset }: Pick<Incoming, 'partition' | 'offset'>): string => `${partition}/${offset}`;
export const versionOf = (aggregate: string, version: number): string => `${aggregate} ${version}`;

/** Which types a reader wants of a topic; the others only advance the versions. */
export const wantedBy = (reader: ReaderParts): ReadonlyMap<string, EventDefinition> =>
  new Map(reader.handlers.flatMap(({ definitions }) => definitions.map((each) => [each.type, each] as const)));

/** Decides the whole slice, of one or more partitions of a topic: order, repeats, gaps, contracts. Pure but for the contract's check. */
export function planSlice(records: readonly Incoming[], known: Known, reader: ReaderParts, wanted = wantedBy(reader)): SlicePlan {
  const versions = new Map(known.versions);
  const changed = new Map<string, number>();
  const parked = new Set(known.parked);
  const [effects, behind, aside]: [Effect[], Incoming[], SetAside[]] = [[], [], []];
  const next = new Map<number, number>();
  let duplicates = 0;
  for (const record of records) {
    const { partition, offset } = record;
    if (offset < (next.get(partition) ?? known.next.get(partition) ?? 0)) { duplicates++; continue; }
    next.set(partition, offset + 1);
    if (parked.has(record.key)) { behind.push(record); continue; }
    const judged = judge(record, { ...known, versions }, reader, wanted);
    if (judged.verdict === 'apply' && judged.effect && known.notYet?.has(record.key)) {
      aside.push({ record, kind: 'waiting', reason: known.notYet.get(record.key)! });
      parked.add(record.key);
      continue;
    }
    if (judged.verdict === 'duplicate') duplicates++;
    if (judged.verdict === 'aside') { aside.push({ record, kind: judged.kind, reason: judged.reason }); parked.add(record.key); }
    if (judged.verdict !== 'apply') continue;
    if (judged.version > 0) { versions.set(judged.aggregate, judged.version); changed.set(judged.aggregate, judged.version); }
    if (judged.effect) effects.push(judged.effect);
  }
  return { effects, behind, aside, duplicates, versions: changed, next };
}

/** What was discarded counts as seen when its turn comes, whatever is wrong with it. */
function judge(record: Incoming, { versions, discarded }: Known, reader: ReaderParts, wanted: ReadonlyMap<string, EventDefinition>): Judged {
  const { topic, partition, offset, key } = record;
  const atPlace = discarded?.has(placeOf(record)) === true;
  if (record.value === null) {
    const takes = !atPlace && reader.tombstones.some((each) => each.topic === topic);
    return { verdict: 'apply', aggregate: '', version: 0, effect: takes ? { kind: 'tombstone', tombstone: { topic, key, partition, offset } } : undefined };
  }
  const envelope = readEnvelope(record.headers, { topic, partition, offset, key });
  if (!envelope) return atPlace ? { verdict: 'apply', effect: undefined, aggregate: '', version: 0 } : { verdict: 'aside', kind: 'refused', reason: 'envelope-unreadable' };
  const order = orderOf(envelope.aggregate, envelope.version, versions, topic);
  if (order === 'repeat') return { verdict: 'duplicate' };
  if (order === 'gap') return { verdict: 'aside', kind: 'waiting', reason: 'version-gap' };
  const { aggregate, version, schemaVersion, ...rest } = envelope;
  const givenUp = atPlace || discarded?.has(versionOf(aggregate, version)) === true;
  if (givenUp || !wanted.has(envelope.type)) return { verdict: 'apply', effect: undefined, aggregate, version };
  const definition = definitionOf(envelope.type, schemaVersion);
  if (!definition) return { verdict: 'aside', kind: 'refused', reason: 'version-unknown' };
  const read = readData(definition, record.value);
  if (typeof read === 'string') return { verdict: 'aside', kind: 'refused', reason: read };
  const event = { ...rest, aggregate, version, data: read } as Received;
  return { verdict: 'apply', effect: { kind: 'event', event }, aggregate, version };
}

/** On a compacted topic older versions may be gone, so there only the highest counts. */
function orderOf(aggregate: string, version: number, versions: ReadonlyMap<string, number>, topic: Topic): 'next' | 'repeat' | 'gap' {
  if (aggregate === '' || version === 0) return 'next';
  const before = versions.get(aggregate) ?? 0;
  if (version <= before) return 'repeat';
  return version === before + 1 || topics[topic].compacted ? 'next' : 'gap';
}

/** The data, or the reason why it is none; a reason names fields and no values. */
function readData(definition: EventDefinition, value: string): Plain<object> | string {
  let data: unknown;
  try {
    data = JSON.parse(value);
  } catch {
    return 'data-unreadable';
  }
  if (typeof data !== 'object' || data === null) return 'data-unreadable';
  try {
    checkContract(definition, data);
    return data as Plain<object>;
  } catch (broken) {
    if (!(broken instanceof ContractBroken)) throw broken;
    return `contract-broken:${broken.fields.join(',')}`;
  }
}
