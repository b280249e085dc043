import type { Topic } from '@hhp/contracts';
import { crashPoint } from './crash-point.js';
import type { Incoming } from './log.js';
import { type Known, type SetAside, type SlicePlan, placeOf, versionOf } from './slice.js';
import type { Tx } from './tx.js';
import type { Headers } from './envelope.js';

/** Which reader, in which generation: a rebuild reads with the next one while the live one goes on. */
export interface ReaderIdentity {
  readonly name: string;
  readonly generation: number;
}

/** Locks the watermarks that there are: two who believe they own a partition take turns here, and the second finds the work done. */
export async function lockWatermarks(tx: Tx, { name, generation }: ReaderIdentity, topic: Topic, partitions: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx.query<{ partition: number; next_offset: string }>(
    `SELECT partition, next_offset FROM reader_watermark WHERE reader = $1 AND generation = $2 AND topic = $3 AND partition = ANY ($4::int[])
      ORDER BY partition FOR UPDATE`, [name, generation, topic, partitions]);
  return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
}

export function makeWatermarks(tx: Tx, { name, generation }: ReaderIdentity, topic: Topic, partitions: readonly number[]): void {
  tx.write(
    `INSERT INTO reader_watermark (reader, generation, topic, partition, next_offset) SELECT $1, $2, $3, unnest($4::int[]), 0
     ON CONFLICT DO NOTHING`, [name, generation, topic, partitions]);
}

const aggregatesOf = (records: readonly Incoming[]): string[] =>
  [...new Set(records.flatMap(({ headers }) => (headers['ce_subject'] ? [headers['ce_subject']] : [])))];

/**
 * What is known of the aggregates and keys of these records. Parked keys are locked, so that a release and a slice take turns; only then are
 * the versions read, for a release that has just ended changed them.
 */
export async function knownFor(tx: Tx, { name, generation }: ReaderIdentity, topic: Topic, records: readonly Incoming[]): Promise<Omit<Known, 'next'>> {
  const keys = tx.query<{ key: string }>(
    'SELECT key FROM parked_key WHERE reader = $1 AND generation = $2 AND topic = $3 AND key = ANY ($4::text[]) ORDER BY key FOR UPDATE',
    [name, generation, topic, [...new Set(records.map(({ key }) => key))]]);
  const asked = tx.query<{ aggregate: string; version: number }>(
    'SELECT aggregate, version FROM reader_version WHERE reader = $1 AND generation = $2 AND topic = $3 AND aggregate = ANY ($4::text[])',
    [name, generation, topic, aggregatesOf(records)]);
  const [parked, versions] = await Promise.all([keys, asked]);
  return { versions: new Map(versions.map((row) => [row.aggregate, row.version])), parked: new Set(parked.map((row) => row.key)) };
}

/** What an operator once discarded among these records: at their places, or another copy of what they say. */
export async function discardedAmong(tx: Tx, { name }: ReaderIdentity, topic: Topic, records: readonly Incoming[]): Promise<Set<string>> {
  const rows = await tx.query<{ partition: number; record_offset: string; aggregate: string; version: number }>(
    `SELECT partition, record_offset, aggregate, version FROM discarded_event
      WHERE reader = $1 AND topic = $2 AND version = 0 AND (partition, record_offset) IN (SELECT * FROM unnest($3::int[], $4::bigint[]))
     UNION ALL
     SELECT partition, record_offset, aggregate, version FROM discarded_event
      WHERE reader = $1 AND topic = $2 AND version > 0 AND aggregate = ANY ($5::text[])`,
    [name, topic, records.map(({ partition }) => partition), records.map(({ offset }) => offset), aggregatesOf(records)]);
  return new Set(rows.map(({ partition, record_offset: offset, aggregate, version }) =>
    (version > 0 ? versionOf(aggregate, version) : placeOf({ partition, offset: Number(offset) }))));
}

export function saveVersions(tx: Tx, { name, generation }: ReaderIdentity, topic: Topic, versions: ReadonlyMap<string, number>): void {
  if (versions.size === 0) return;
  tx.write(
    `INSERT INTO reader_version (reader, generation, topic, aggregate, version)
     SELECT $1, $2, $3, * FROM unnest($4::text[], $5::int[])
     ON CONFLICT (reader, generation, topic, aggregate) DO UPDATE SET version = excluded.version`,
    [name, generation, topic, [...versions.keys()], [...versions.values()]]);
}

/** Advances the watermarks and keeps what was set aside, with its reason, behind its key. */
export function savePlan(tx: Tx, reader: ReaderIdentity, topic: Topic, plan: SlicePlan): void {
  saveVersions(tx, reader, topic, plan.versions);
  for (const each of plan.aside) park(tx, reader, each);
  keepBehind(tx, reader, topic, plan.behind);
  tx.write(
    `UPDATE reader_watermark row SET next_offset = said.next_offset, moved_at = clock_timestamp()
       FROM unnest($4::int[], $5::bigint[]) AS said (partition, next_offset)
      WHERE row.reader = $1 AND row.generation = $2 AND row.topic = $3 AND row.partition = said.partition`,
    [reader.name, reader.generation, topic, [...plan.next.keys()], [...plan.next.values()]]);
}

function park(tx: Tx, { name, generation }: ReaderIdentity, { record, kind, reason }: SetAside): void {
  tx.write(
    `INSERT INTO parked_key (id, reader, generation, topic, key, kind, reason, next_try_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + interval '50 ms')
     ON CONFLICT (reader, generation, topic, key) DO NOTHING`, [tx.newId(), name, generation, record.topic, record.key, kind, reason]);
  keepBehind(tx, { name, generation }, record.topic, [record]);
  crashPoint('reader.on-park');
}

function keepBehind(tx: Tx, { name, generation }: ReaderIdentity, topic: Topic, records: readonly Incoming[]): void {
  if (records.length === 0) return;
  tx.write(
    `INSERT INTO parked_event (parked_key, partition, record_offset, headers, value, recorded_at)
     SELECT k.id, said.partition, said.record_offset, said.headers, said.value, said.recorded_at
       FROM unnest($4::text[], $5::int[], $6::bigint[], $7::text[], $8::text[], $9::timestamptz[])
              AS said (key, partition, record_offset, headers, value, recorded_at)
       JOIN parked_key k ON k.reader = $1 AND k.generation = $2 AND k.topic = $3 AND k.key = said.key
     ON CONFLICT DO NOTHING`,
    [name, generation, topic, records.map((each) => each.key), records.map((each) => each.partition), records.map((each) => each.offset),
      records.map((each) => JSON.stringify(each.headers)), records.map((each) => each.value), records.map((each) => new Date(each.loggedAt).toISOString())]);
}

/** The records that wait behind a parked key, oldest first. */
export async function recordsBehind(tx: Tx, parkedKeyId: string, topic: Topic, key: string, most: number): Promise<Incoming[]> {
  const rows = await tx.query<{ partition: number; record_offset: string; headers: string; value: string | null; recorded_at: Date }>(
    'SELECT partition, record_offset, headers, value, recorded_at FROM parked_event WHERE parked_key = $1 ORDER BY record_offset LIMIT $2',
    [parkedKeyId, most]);
  return rows.map((row) => ({
    topic, key, partition: row.partition, offset: Number(row.record_offset), headers: JSON.parse(row.headers) as Headers, value: row.value,
    loggedAt: row.recorded_at.getTime(),
  }));
}
