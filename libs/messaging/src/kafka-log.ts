import { type Topic, topicNames, topics } from '@hhp/contracts';
import { type Admin, type Consumer, type EachBatchPayload, Kafka, type KafkaConfig, type Message, type Producer, Partitioners, logLevel } from 'kafkajs';
import { crashPoint } from './crash-point.js';
import type { Headers } from './envelope.js';
import './last-broker.js';
import { type KafkaSecurity, securityConfig } from './kafka-security.js';
import type { Batch, EventLog, Incoming, Outgoing, Subscription } from './log.js';
import { rest } from './rest.js';
import { StoredOffsets } from './stored-offsets.js';

/** How to reach Kafka; topics of a test or of a shared cluster carry a prefix. */
export interface KafkaPlace {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly clientId?: string | undefined;
  readonly security?: KafkaSecurity | undefined;
}

/** A broker that is away is asked often, since who waits longest is back last: twice a second at the least. */
const again = { initialRetryTime: 100, maxRetryTime: 500 };

/** The client writes nothing to the terminal: what matters of its troubles is seen by progress and by errors that reach us. */
export const kafkaClient = ({ brokers, clientId, security }: Omit<KafkaPlace, 'topicPrefix'>, other: Partial<KafkaConfig> = {}): Kafka =>
  new Kafka({
    brokers: [...brokers], clientId: clientId ?? 'hhp', logLevel: logLevel.NOTHING, connectionTimeout: 3_000, requestTimeout: 15_000,
    retry: { ...again, retries: 20 }, ...securityConfig(security), ...other,
  });

export interface TopicOptions {
  readonly prefix?: string;
  readonly names?: readonly string[];
  /** Fewer partitions than declared, where a test needs no more. */
  readonly partitions?: number;
  readonly security?: KafkaSecurity | undefined;
}

/** Topics whose partitions are part of what they say (a heartbeat for each) have them all, always. */
const partitionsOf = (name: Topic, wanted: number | undefined): number =>
  (name === 'hhp.consent' ? topics[name].partitions : Math.min(wanted ?? Infinity, topics[name].partitions));

export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Creates the declared topics that are missing. Nothing else ever creates a topic. */
export function ensureTopics(brokers: readonly string[], options: TopicOptions = {}): Promise<void> {
  return withAdmin(kafkaClient({ brokers, security: options.security }), async (admin) => {
    const there = new Set(await admin.listTopics());
    const wanted = topicNames.filter((name) => !options.names || options.names.includes(name));
    const missing = wanted.filter((name) => !there.has(`${options.prefix ?? ''}${name}`));
    if (missing.length === 0) return;
    await admin.createTopics({ waitForLeaders: false, topics: missing.map((name) => ({
      topic: `${options.prefix ?? ''}${name}`, numPartitions: partitionsOf(name, options.partitions),
      configEntries: topics[name].compacted
        ? [{ name: 'cleanup.policy', value: 'compact' }, { name: 'min.cleanable.dirty.ratio', value: '0.1' }]
        : [{ name: 'retention.ms', value: '-1' }, { name: 'retention.bytes', value: '-1' }],
    })) });
    await untilServed(admin, missing.map((name) => `${options.prefix ?? ''}${name}`));
  });
}

/** A busy broker does not serve for a moment what it has just made: each partition is asked until it answers, for half a minute at the most. */
async function untilServed(admin: Admin, names: readonly string[]): Promise<void> {
  for (const ends = Date.now() + 30_000; ; await rest(50)) {
    try {
      for (const name of names) await admin.fetchTopicOffsets(name);
      return;
    } catch (failure) {
      if (Date.now() > ends) throw failure;
    }
  }
}

/** Which of the topics there are. */
export const topicsThere = ({ topicPrefix, ...place }: KafkaPlace, names: readonly Topic[]): Promise<Topic[]> =>
  withAdmin(kafkaClient(place), async (admin) => {
    const there = new Set(await admin.listTopics());
    return names.filter((name) => there.has(topicPrefix + name));
  });

/** Takes away the topics that a test made under its prefix, and says how many there were. Facts are kept for ever: nothing else calls this. */
export function removeTopics(brokers: readonly string[], prefix: string): Promise<number> {
  if (prefix === '') throw new Error('Without a prefix these would be the topics of everybody');
  return withAdmin(kafkaClient({ brokers }), async (admin) => {
    const own = async (): Promise<string[]> => (await admin.listTopics()).filter((name) => name.startsWith(prefix));
    const there = await own();
    if (there.length === 0) return 0;
    await admin.deleteTopics({ topics: there });
    // A busy broker goes on listing them for a moment.
    for (let tries = 0; tries < 100 && (await own()).length > 0; tries++) await rest(50);
    return there.length;
  });
}

export class KafkaLog implements EventLog {
  private readonly kafka: Kafka;
  private producer: Promise<Producer> | undefined;
  private readonly consumers = new Set<Consumer>();

  constructor(private readonly place: KafkaPlace) {
    this.kafka = kafkaClient(place);
  }

  async publish(records: readonly Outgoing[]): Promise<void> {
    const topicMessages = [...new Set(records.map(({ topic }) => topic))].map((topic) =>
      ({ topic: this.place.topicPrefix + topic, messages: records.filter((each) => each.topic === topic).map(message) }));
    try {
      const producer = await this.connected();
      setImmediate(crashPoint, 'relay.after-send-before-acknowledgement');
      await producer.sendBatch({ acks: -1, topicMessages });
    } catch (error) {
      // A producer whose sequence numbers are in doubt is thrown away; what it may have sent twice, readers recognise by its version.
      const old = this.producer;
      this.producer = undefined;
      await old?.then((producer) => producer.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  async subscribe(group: string, names: readonly Topic[], take: (batch: Batch) => Promise<void>, failed: (error: Error) => void): Promise<Subscription> {
    // The group goes by the prefix too: members of one group that read different topics would be given each other's.
    const consumer = this.kafka.consumer({
      groupId: this.place.topicPrefix + group, sessionTimeout: 6_000, heartbeatInterval: 1_000, rebalanceTimeout: 10_000, maxWaitTimeInMs: 200, minBytes: 1,
      maxBytesPerPartition: 262_144, maxBytes: 2_097_152, retry: { ...again, retries: 80 },
    });
    const stored = new StoredOffsets(consumer);
    consumer.on('consumer.crash', ({ payload }) => { if (!payload.restart) failed(payload.error); });
    consumer.on('consumer.rebalancing', () => { crashPoint('reader.during-rebalance'); });
    // What was stored of partitions that may be somebody else's by now is theirs to tell.
    consumer.on('consumer.group_join', () => { stored.forget(); });
    this.consumers.add(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: names.map((name) => this.place.topicPrefix + name), fromBeginning: true });
    await consumer.run({
      autoCommit: false, partitionsConsumedConcurrently: 64, eachBatch: (payload) => take(this.batch(payload, stored)),
    });
    stored.start();
    return { close: async () => {
      await stored.stop();
      await this.leave(consumer);
    } };
  }

  async offsets(topic: Topic): Promise<{ partition: number; first: number; next: number }[]> {
    const found = await withAdmin(this.kafka, (admin) => admin.fetchTopicOffsets(this.place.topicPrefix + topic));
    return found.map(({ partition, low, high }) => ({ partition, first: Number(low), next: Number(high) }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => this.leave(consumer)));
    await this.producer?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private connected(): Promise<Producer> {
    this.producer ??= this.connect().catch((error: unknown) => {
      this.producer = undefined;
      throw error;
    });
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    // Soon given up: who publishes tries again for as long as it takes, by a producer that knows nothing of the old connection.
    const producer = kafkaClient(this.place, { retry: { ...again, retries: 2 } }).producer({
      idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  private async leave(consumer: Consumer): Promise<void> {
    this.consumers.delete(consumer);
    await consumer.disconnect().catch(() => undefined);
  }

  private batch({ batch, heartbeat }: EachBatchPayload, stored: StoredOffsets): Batch {
    const topic = batch.topic.slice(this.place.topicPrefix.length) as Topic;
    const records = batch.messages.map((each): Incoming => ({
      topic, partition: batch.partition, offset: Number(each.offset), key: each.key?.toString() ?? '', headers: headersOf(each.headers ?? {}),
      value: each.value?.toString() ?? null, loggedAt: Number(each.timestamp),
    }));
    return { topic, partition: batch.partition, records, alive: heartbeat, stored: (offset) => { stored.note(batch.topic, batch.partition, offset); } };
  }
}

function message({ key, partition, headers, value }: Outgoing): Message {
  return { key, value, headers: { ...headers }, ...(partition === null ? {} : { partition }) };
}

/** A loop, since every reader does this for a dozen headers of every record: three times as fast as by entries. */
function headersOf(headers: NonNullable<Message['headers']>): Headers {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    texts[name] = String((Array.isArray(value) ? value[0] : value) ?? '');
  }
  return texts;
}
