import { ensureTopics, publishEvents, removeTopics, topicsOf } from '@hhp/messaging';
import { createService, type HostedService, type ServiceDefinition } from '@hhp/service-host';
import { randomBytes } from 'node:crypto';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { ask } from './http-client.js';
import { startIssuer, type TestIssuer } from './issuer.js';
import type { Running } from './running.js';
import { said } from './said.js';
import { type Outlet, tellsOfNobody } from './secrecy.js';
import { testServers } from './servers.js';

export interface TestOptions {
  /** Settings of the service other than their defaults. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a suite has for itself, beside the service. */
export interface Surroundings {
  readonly database: FreshDatabase;
  readonly issuer: TestIssuer;
  readonly log: { readonly brokers: readonly string[]; readonly topicPrefix: string };
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Prepares database, topics and issuer for a service that is not started yet. */
export async function surroundingsOf(definition: ServiceDefinition, { settings = {} }: TestOptions = {}): Promise<Surroundings> {
  const { databaseUrl, brokers } = testServers();
  const name = `t${randomBytes(6).toString('hex')}`;
  const log = { brokers, topicPrefix: `${name}.` };
  const names = topicsOf(definition.name, (definition.readers ?? []).map((reader) => Object.create(reader.prototype as object) as object));
  await ensureTopics(brokers, { prefix: log.topicPrefix, names, partitions: 3 });
  const [database, issuer] = await Promise.all([freshDatabase(databaseUrl, definition.name, name), startIssuer(`hhp-${definition.name}`)]);
  const environment = {
    DATABASE_URL: database.serviceUrl, RELAY_DATABASE_URL: database.relayUrl, MIGRATION_DATABASE_URL: database.ownerUrl,
    KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: log.topicPrefix, OIDC_ISSUER: issuer.url, HTTP_PORT: '0',
    HHP_MASTER_KEY: randomBytes(32).toString('base64'), HHP_AUDIT_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'error', ...settings,
  };
  const remove = async (): Promise<void> => { await Promise.all([database.drop(), issuer.stop(), removeTopics(brokers, log.topicPrefix)]); };
  return { database, issuer, log, environment, remove };
}

/** Starts the real service on a database and topics of its own, with real Kafka and a real issuer, all of it gone after `stop()`. */
export async function startForTest(definition: ServiceDefinition, options: TestOptions = {}): Promise<Running> {
  const around = await surroundingsOf(definition, options);
  try {
    return running(await createService(definition, around.environment), around);
  } catch (error) {
    await around.remove();
    throw error;
  }
}

function running(service: HostedService, { database, issuer, log, environment, remove }: Surroundings): Running {
  const [outlets, logged]: [Outlet[], ReturnType<typeof hearLog>] = [[], hearLog()];
  return {
    url: service.url,
    at: (instant) => { service.clock.offsetMs = Date.parse(instant) - Date.now(); },
    advance: (milliseconds) => { service.clock.offsetMs += milliseconds; },
    token: (role, bearer) => issuer.token(role, bearer),
    request: async (method, path, asked) => {
      const answer = await ask(service.url, method, path, asked);
      if (answer.status >= 400) outlets.push({ name: `a refusal (${answer.status})`, text: JSON.stringify([answer.body, answer.headers]) });
      return answer;
    },
    publish: (events) => publishEvents(log, events),
    said: (type) => said(database, type),
    query: (sql, values) => database.query(sql, values),
    get: (type) => service.app.get(type as never, { strict: false }),
    stop: async () => {
      const metrics = await ask(service.url, 'GET', '/metrics');
      await service.stop();
      try {
        outlets.push({ name: 'the metrics', text: String(metrics.body) }, { name: 'the log', text: logged() });
        await tellsOfNobody(database, environment.HHP_MASTER_KEY!, outlets);
      } finally {
        await remove();
      }
    },
  };
}

/** Everything that is written on standard output from now on, where services log; answered when asked for, and then heard no more. */
function hearLog(): () => string {
  const heard: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  const hears = ((...args: Parameters<typeof write>) => {
    heard.push(String(args[0]));
    return write(...args);
  }) as typeof process.stdout.write;
  process.stdout.write = hears;
  return () => {
    if (process.stdout.write === hears) process.stdout.write = write;
    return heard.join('');
  };
}
