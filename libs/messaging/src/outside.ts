import { randomUUID } from 'node:crypto';
import { type Plain, type Topic, definitionNamed, definitionOf } from '@hhp/contracts';
import { checkContract } from './contract-check.js';
import { type Headers, envelopeHeaders, readEnvelope } from './envelope.js';
import { KafkaLog, type KafkaPlace, kafkaClient } from './kafka-log.js';
import type { Received } from './received.js';

/** A fact as some other service would say it. */
export interface OutsideFact {
  readonly event: { readonly type: string; readonly data: object };
  readonly tenant: string;
  readonly version: number;
}

/** Publishes facts without an outbox: for tests and tools that stand for another service. */
export async function publishEvents(place: KafkaPlace, facts: readonly OutsideFact[]): Promise<void> {
  const log = new KafkaLog(place);
  try {
    await log.publish(facts.map(({ event, tenant, version }) => {
      const definition = definitionNamed(event.type);
      const data = event.data as Plain<object>;
      checkContract(definition, data);
      const subject = definition.aggregate?.(data);
      const headers = envelopeHeaders(definition, {
        id: randomUUID(), source: '/outside', subject, version: subject === undefined ? undefined : version, time: new Date().toISOString(), tenant,
        actor: 'outside', purpose: 'system', correlationId: randomUUID(), causationId: undefined, labels: definition.labels(data),
      });
      return { topic: definition.topic, key: definition.key(data), partition: definition.partition?.(data) ?? null, headers, value: JSON.stringify(data) };
    }));
  } finally {
    await log.close();
  }
}

/** Deletes keys of a compacted topic from outside, as the plan that they belong to. */
export async function publishTombstones(place: KafkaPlace, topic: Topic, keys: readonly string[], tenant: string): Promise<void> {
  const log = new KafkaLog(place);
  try {
    await log.publish(keys.map((key) => ({ topic, key, partition: null, headers: { ce_tenant: tenant }, value: null })));
  } finally {
    await log.close();
  }
}

/** Reads a topic from its beginning to what is its end now; for tools that judge from outside. Records that are none of ours are left out. */
export async function readAll(place: KafkaPlace, topic: Topic): Promise<Received[]> {
  const found: Received[] = [];
  await readEach(place, topic, (event) => { found.push(event); });
  return found;
}

/**
 * The same, event by event, for who needs little of a long topic: in order within each partition, and on wish only what Kafka took in
 * since a time, or the last few of each partition.
 */
export async function readEach(place: KafkaPlace, topic: Topic, take: (event: Received) => void, from?: From): Promise<void> {
  const spans = await spansOf(place, topic, from);
  const left = new Map(spans.filter(({ first, next }) => next > first).map((span) => [span.partition, span]));
  if (left.size === 0) return;
  const consumer = kafkaClient(place).consumer({ groupId: outsideGroup(place), maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: place.topicPrefix + topic, fromBeginning: true });
    await new Promise<void>((done, failed) => {
      consumer.run({ autoCommit: false, eachBatch: async ({ batch }) => {
        const span = left.get(batch.partition);
        if (!span) return;
        for (const { offset, key, headers = {}, value } of batch.messages) {
          const at = { topic, partition: batch.partition, offset: Number(offset), key: key?.toString() ?? '' };
          const event = readRecord(Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, String(each)])), value, at);
          if (event && at.offset >= span.first && at.offset < span.next) take(event);
        }
        if (Number(batch.lastOffset()) + 1 >= span.next) left.delete(batch.partition);
        if (left.size === 0) done();
      } }).catch(failed);
      if (from) for (const { partition, first } of spans) consumer.seek({ topic: place.topicPrefix + topic, partition, offset: String(first) });
    });
  } finally {
    await consumer.disconnect();
  }
}

/** A group of its own for each reading; who logs in may use those of its own name. */
const outsideGroup = ({ security }: KafkaPlace): string => ['hhp', 'outside', ...(security?.login ? [security.login.user] : []), randomUUID()].join('.');

/** Since when, or how many of each partition. */
type From = Date | { readonly last: number };

/** From where to where each partition is read. */
async function spansOf(place: KafkaPlace, topic: Topic, from: From | undefined): Promise<{ partition: number; first: number; next: number }[]> {
  const admin = kafkaClient(place).admin();
  await admin.connect();
  try {
    const name = place.topicPrefix + topic;
    const whole = await admin.fetchTopicOffsets(name);
    if (from && 'last' in from) {
      return whole.map(({ partition, low, high }) => ({ partition, first: Math.max(Number(low), Number(high) - from.last), next: Number(high) }));
    }
    const later = from ? await admin.fetchTopicOffsetsByTimestamp(name, from.getTime()) : [];
    const firstOf = new Map(later.map(({ partition, offset }) => [partition, Number(offset)]));
    return whole.map(({ partition, low, high }) => ({ partition, first: firstOf.get(partition) ?? Number(low), next: Number(high) }));
  } finally {
    await admin.disconnect();
  }
}

function readRecord(headers: Headers, value: Buffer | null, at: Parameters<typeof readEnvelope>[1]): Received | undefined {
  const envelope = readEnvelope(headers, at);
  if (!envelope || value === null || !definitionOf(envelope.type, envelope.schemaVersion)) return undefined;
  const { schemaVersion: _version, ...rest } = envelope;
  const data = dataOf(value);
  return data && { ...rest, data };
}

/** What is no JSON is none of ours either; were it thrown, the client would stop for good and whoever waits would wait for ever. */
function dataOf(value: Buffer): object | undefined {
  try {
    return JSON.parse(value.toString()) as object;
  } catch {
    return undefined;
  }
}
