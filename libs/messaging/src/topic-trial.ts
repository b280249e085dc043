import { randomUUID } from 'node:crypto';
import type { Topic } from '@hhp/contracts';
import kafkajs, { type Kafka, type logCreator } from 'kafkajs';
import { type KafkaPlace, kafkaClient, withAdmin } from './kafka-log.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigResourceTypes, ResourcePatternTypes, logLevel } = kafkajs;

/** What may be tried on a topic, or with a group, by whoever has a login at the broker. */
export const topicOperations = ['write', 'read', 'read under a foreign group', 'change settings', 'add partitions', 'delete', 'grant rights'] as const;
export type TopicOperation = (typeof topicOperations)[number];
interface Trial {
  readonly kafka: Kafka;
  /** The topic, by its name at the broker. */
  readonly name: string;
  readonly user: string;
  readonly prefix: string;
}
type Work = (trial: Trial) => Promise<unknown>;

const works: Readonly<Record<TopicOperation, Work>> = {
  write: async ({ kafka, name: topic }) => {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: { retries: 1 } });
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'trial', value: null }] }).finally(() => producer.disconnect());
  },
  read: ({ kafka, name, user, prefix }) => read(kafka, name, `${prefix}hhp.${user}.trial-${randomUUID()}`),
  'read under a foreign group': ({ kafka, name, user, prefix }) =>
    read(kafka, name, `${prefix}hhp.${user === 'referral' ? 'enrollment' : 'referral'}.trial-${randomUUID()}`),
  'change settings': ({ kafka, name }) => withAdmin(kafka, (admin) => admin.alterConfigs({
    validateOnly: true, resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries: [{ name: 'retention.ms', value: '1000' }] }],
  })),
  'add partitions': ({ kafka, name: topic }) => withAdmin(kafka, (admin) => admin.createPartitions({ validateOnly: true, topicPartitions: [{ topic, count: 50 }] })),
  delete: ({ kafka, name }) => withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [name], timeout: 5_000 })),
  'grant rights': ({ kafka, name: resourceName, user }) => withAdmin(kafka, (admin) => admin.createAcls({ acl: [{
    principal: `User:${user}`, host: '*', permissionType: AclPermissionTypes.ALLOW, resourceType: AclResourceTypes.TOPIC, resourceName,
    resourcePatternType: ResourcePatternTypes.LITERAL, operation: AclOperationTypes.ALL,
  }] })),
};

/** Tries one operation on one topic with a login. Refused is what the broker refuses for lack of a right; whatever else fails is thrown. */
export async function tryOnTopic(place: KafkaPlace, topic: Topic, operation: TopicOperation): Promise<'done' | 'refused'> {
  const said: string[] = [];
  const kafka = kafkaClient(place, { retry: { retries: 0 }, logLevel: logLevel.ERROR, logCreator: hearing(said) });
  try {
    await works[operation]({ kafka, name: place.topicPrefix + topic, user: place.security?.login?.user ?? 'nobody', prefix: place.topicPrefix });
    return 'done';
  } catch (error) {
    if (refusal.test([wordsOf(error), ...said].join(' '))) return 'refused';
    throw error;
  }
}

/** Keeps what the broker answers: that a group is refused, the client tells to its log alone, and calls it a coordinator that is not found. */
const hearing = (said: string[]): logCreator => () => ({ log: { error } }) => { if (typeof error === 'string') said.push(error); };

const refusal = /not authorized|authorization failed|AUTHORIZATION_FAILED/i;
/** What an error and those that it brings along say. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const among = 'errors' in error ? (error.errors as unknown[]).map(wordsOf) : [];
  return [error.message, wordsOf(error.cause), ...among].join(' ');
}

/** Takes one record, or sees the end of the topic. */
async function read(kafka: Kafka, topic: string, groupId: string): Promise<void> {
  const retry = { retries: 0, restartOnFailure: () => Promise.resolve(false) };
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50, retry, allowAutoTopicCreation: false });
  const failed = new Promise<never>((_, fail) => { consumer.on('consumer.crash', ({ payload }) => { fail(payload.error); }); });
  failed.catch(() => undefined);
  const fetched = new Promise<void>((done) => { consumer.on('consumer.fetch', () => { done(); }); });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await Promise.race([fetched, failed]);
  } finally {
    await consumer.disconnect();
  }
}
