import { ensureTopics, rest } from '@hhp/messaging';
import { type Admin, Kafka, Partitioners, logLevel } from 'kafkajs';

/** A client of the bench's own, beside what is measured. */
export const kafkaOf = (brokers: string): Kafka => new Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.NOTHING });

/** What the assessment reads and writes: without one of them it does not come up. */
export const topicsOfAssessment = ['hhp.member', 'hhp.referral', 'hhp.staff', 'hhp.assessment', 'hhp.audit', 'hhp.audit-checkpoint'];

/** Declares topics, all that there are or those that are named. */
export const makeTopics = (brokers: string, prefix: string, names?: readonly string[]): Promise<void> =>
  ensureTopics(brokers.split(','), { prefix, ...(names ? { names } : {}) });

/** How many records a topic has. */
export async function recordsIn(brokers: string, topic: string): Promise<number> {
  return (await (await adminOf(brokers)).fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
}

const admins = new Map<string, Promise<Admin>>();

/** One connection that is asked again and again. */
function adminOf(brokers: string): Promise<Admin> {
  const connecting = admins.get(brokers) ?? (async () => {
    const admin = kafkaOf(brokers).admin();
    await admin.connect();
    return admin;
  })();
  admins.set(brokers, connecting);
  return connecting;
}

/** Forgets how far a group of readers came, so that it begins again. */
export async function forgetGroups(brokers: string, groups: readonly string[]): Promise<void> {
  await (await adminOf(brokers)).deleteGroups([...groups]).catch(() => undefined);
}

export interface Seen {
  readonly partition: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Writes records as they were seen, once more. */
export async function repeat(brokers: string, topic: string, seen: readonly Seen[]): Promise<void> {
  const producer = kafkaOf(brokers).producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: seen.map(({ partition, key, headers, value }) => ({ partition, key, headers: { ...headers }, value })) });
  await producer.disconnect();
}

let readings = 0;

/** Reads a topic from its beginning, this many records, in order within each partition. */
export async function readTopic(brokers: string, topic: string, count: number, take: (seen: Seen) => void): Promise<void> {
  if (count === 0) return;
  const consumer = kafkaOf(brokers).consumer({ groupId: `bench.reading.${process.pid}.${++readings}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let left = count;
  await new Promise<void>((resolve, reject) => {
    consumer.run({ autoCommit: false, eachBatch: ({ batch }) => {
      for (const { key, headers = {}, value } of batch.messages) {
        take({
          partition: batch.partition, key: String(key), value: String(value),
          headers: Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, String(each)])),
        });
        if (--left === 0) resolve();
      }
      return Promise.resolve();
    } }).catch(reject);
  });
  await consumer.disconnect();
}

/** Until a topic has this many records; throws when that takes longer than the patience. */
export async function untilRecords(brokers: string, topic: string, count: number, patienceMs: number): Promise<void> {
  for (const giveUp = Date.now() + patienceMs; ; await rest(20)) {
    const there = await recordsIn(brokers, topic);
    if (there >= count) return;
    if (Date.now() > giveUp) throw new Error(`${topic} has ${there} of ${count} records after ${patienceMs} ms`);
  }
}
