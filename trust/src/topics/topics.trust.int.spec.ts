import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Topic, topicNames, topics } from '@hhp/contracts';
import { fetchJars, freePorts, jarsFolder, type Kafka, kafkaAdministrator, startKafka } from '@hhp/local-stack';
import { ensureTopics, grantTopics, type KafkaLogin, type KafkaSecurity, publishEvents, rightsOf, type TopicOperation, topicOperations, topicsRead, tryOnTopic } from '@hhp/messaging';
import { Authority, eventually, evidence, startForTest } from '@hhp/testing';
import { services } from '../deployment-parts.js';

const names = services.map(({ name }) => name);
const passwords = Object.fromEntries([kafkaAdministrator, ...names].map((user) => [user, randomBytes(12).toString('hex')]));
const topicPrefix = 'trial.';
const counted = { allowed: 0, refused: 0, wrong: 0 };
let folder: string;
let kafka: Kafka;
const loginOf = (user: string): KafkaLogin => ({ user, password: passwords[user]! });
const as = (user: string) => ({ brokers: [kafka.brokers], topicPrefix, security: { login: loginOf(user) } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hhp-topics-'));
  const [jars, [port, controllerPort]] = await Promise.all([fetchJars(jarsFolder()), freePorts(2)]);
  kafka = await startKafka({ state: folder, port: port!, controllerPort: controllerPort!, jars, users: passwords });
  await ensureTopics([kafka.brokers], { prefix: topicPrefix, partitions: 1, security: { login: loginOf(kafkaAdministrator) } });
  await grantTopics(as(kafkaAdministrator), names);
  // The first reader of all makes the broker create its topic of offsets, and is told to come again until that is there.
  await eventually(async () => { expect(await tryOnTopic(as(kafkaAdministrator), 'hhp.member', 'read')).toBe('done'); });
}, 120_000);
afterAll(async () => {
  await (kafka as Kafka | undefined)?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** What the declared list allows. */
const allows = (service: string, topic: Topic, operation: TopicOperation): boolean => (rightsOf(service, topic) as readonly string[]).includes(operation);

describe('the declared list of topics', () => {
  it('names as readers those services that read, and no others', () => {
    const reading = (name: string): string[] => {
      const { readers = [] } = services.find((each) => each.name === name)!;
      const all = topicsRead(readers.map((reader) => Object.create(reader.prototype as object) as object));
      return all.filter((topic) => topics[topic as Topic].writer !== name).sort();
    };
    const declared = (name: string): string[] => topicNames.filter((topic) => (topics[topic].readers as readonly string[]).includes(name)).sort();
    expect(Object.fromEntries(names.map((name) => [name, declared(name)]))).toEqual(Object.fromEntries(names.map((name) => [name, reading(name)])));
  });
});

describe('a broker that gives no right unasked', () => {
  it.each(names)('lets %s do with each topic what the list says, and nothing else', async (service) => {
    const wrong: string[] = [];
    for (const topic of topicNames) {
      for (const operation of topicOperations) {
        const expected = allows(service, topic, operation) ? 'done' : 'refused';
        const outcome = await tryOnTopic(as(service), topic, operation).catch((error: unknown) => String(error));
        counted[expected === 'done' ? 'allowed' : 'refused']++;
        if (outcome !== expected) wrong.push(`${operation} ${topic}: ${outcome} instead of ${expected}`);
      }
    }
    counted.wrong += wrong.length;
    expect(wrong).toEqual([]);
  }, 120_000);
  it('lets nobody in without a login, or with another one’s name', async () => {
    await expect(tryOnTopic({ brokers: [kafka.brokers], topicPrefix }, 'hhp.member', 'write')).rejects.toThrow();
    await expect(tryOnTopic({ ...as('enrollment'), security: { login: { user: 'enrollment', password: passwords['referral']! } } }, 'hhp.member', 'write')).rejects.toThrow(/authentication|SASL/i);
  });
});

describe('a service that logs in as itself', () => {
  const said = { event: { type: 'StaffRegistered', data: { personId: randomUUID(), subject: 'ana', roles: ['care-coordinator'] } }, tenant: 'golden-gate', version: 1 };
  beforeAll(() => publishEvents(as('enrollment'), [said]));

  it.each(services)('$name serves, and reads what another one says who may say it', async (service) => {
    const settings = { KAFKA_BROKERS: kafka.brokers, TOPIC_PREFIX: topicPrefix, KAFKA_USER: service.name, KAFKA_PASSWORD: passwords[service.name]! };
    const running = await startForTest(service, { settings });
    try {
      await eventually(async () => { expect(await running.query('SELECT subject FROM known_staff')).toEqual([{ subject: 'ana' }]); }, { within: 60_000 });
      await eventually(async () => { expect((await running.request('GET', '/health/ready')).body).toMatchObject({ missing: [] }); }, { within: 60_000 });
    } finally {
      await running.stop();
    }
  }, 180_000);
  it('does not say what another one says', async () => {
    await expect(publishEvents(as('referral'), [said])).rejects.toThrow(/not authorized/i);
  });
});

describe('a broker that asks for a login over TLS, and for a certificate', () => {
  const [service] = services;
  let [guarded, own, security]: [Kafka | undefined, string, Required<KafkaSecurity>] = [undefined, '', {} as Required<KafkaSecurity>];
  const place = (other: KafkaSecurity = security) => ({ brokers: [guarded!.brokers], topicPrefix, security: other });

  beforeAll(async () => {
    own = mkdtempSync(join(tmpdir(), 'hhp-topics-tls-'));
    const authority = await Authority.make();
    const [server, client] = [await authority.certify('servers'), await authority.certify('service')];
    const [jars, [port, controllerPort]] = await Promise.all([fetchJars(jarsFolder()), freePorts(2)]);
    guarded = await startKafka({ state: join(own, 'kafka'), port: port!, controllerPort: controllerPort!, jars, users: passwords, tls: { ca: authority.ca, ...server } });
    security = { tls: { ca: authority.ca, ...client }, login: loginOf(kafkaAdministrator) };
    await ensureTopics(place().brokers, { prefix: topicPrefix, partitions: 1, security });
    await grantTopics(place(), names);
    await eventually(async () => { expect(await tryOnTopic(place(), 'hhp.member', 'read')).toBe('done'); });
    for (const [name, text] of Object.entries({ ca: authority.ca, ...client })) writeFileSync(join(own, name), text, { mode: 0o600 });
  }, 120_000);
  afterAll(async () => {
    await guarded?.stop();
    rmSync(own, { recursive: true, force: true });
  }, 60_000);

  it('serves who brings both, as themselves', async () => {
    const running = await startForTest(service!, { settings: {
      KAFKA_BROKERS: guarded!.brokers, TOPIC_PREFIX: topicPrefix, KAFKA_USER: service!.name, KAFKA_PASSWORD: passwords[service!.name]!,
      KAFKA_TLS: 'on', KAFKA_TLS_CA: join(own, 'ca'), KAFKA_TLS_CERT: join(own, 'cert'), KAFKA_TLS_KEY: join(own, 'key'),
    } });
    try {
      await eventually(async () => { expect((await running.request('GET', '/health/ready')).body).toMatchObject({ missing: [] }); }, { within: 60_000 });
    } finally {
      await running.stop();
    }
  }, 180_000);
  it('refuses one without the other, another password, and a login in the clear', async () => {
    const { tls, login } = security;
    const wrong: KafkaSecurity[] = [{ tls }, { login }, { tls: { ca: tls!.ca! }, login }, { tls, login: { ...login!, password: 'another' } }];
    for (const each of wrong) await expect(tryOnTopic(place(each), 'hhp.member', 'write')).rejects.toThrow();
  }, 60_000);
});

afterAll(() => {
  const { wrong, ...cells } = counted;
  evidence('kafka-rights', [{
    claim: 'Each service may do with each topic what the declared list says, and nothing else', counted: { ...cells, wrong },
    holds: wrong === 0 && cells.allowed > 30 && cells.refused > 500,
  }]);
});
