import { checkTenancy, type Database, type KafkaSecurity, Messaging, migrate, openDatabase, readerStrategy, Transactions } from '@hhp/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';
import { mustBeDeclared, mustDeclareAccess, nameOfRoute, routesOf, takesFile } from './access/routes.js';
import { routeOf } from './access/asked.js';
import { Tokens } from './access/tokens.js';
import { serveDocs } from './api-docs/docs-routes.js';
import type { Background, ServiceDefinition } from './define-service.js';
import { HostClock, officeCalendar } from './host-clock.js';
import { HostModule, type HostParts } from './host.module.js';
import { httpAdapter } from './http/adapter.js';
import { type LogLevel, SafeLogger } from './logging/safe-logger.js';
import { Metrics } from './metrics/metrics.js';
import { readSettings, SettingsWrong } from './setting.js';
import { type Settings, settingsOf } from './settings.js';
import { RestrictedStaff } from './staff/restricted-staff.js';

/** A service that runs in this process. */
export interface HostedService {
  readonly app: NestFastifyApplication;
  readonly messaging: Messaging;
  readonly clock: HostClock;
  readonly url: string;
  /** Takes no request any more, ends what has begun, and lets go of database and Kafka. */
  stop(): Promise<void>;
}

@Module({})
class ServiceRoot {}

/**
 * Runs a service with these settings: its schema is brought up to date if asked, what could leak is checked, then it serves and reads.
 * `failed` is told when reading stopped for good: then the process has to end.
 */
export async function createService(
  definition: ServiceDefinition, environment: Readonly<Record<string, string | undefined>>, failed?: (error: Error) => void,
): Promise<HostedService> {
  const settings = readSettings(settingsOf(definition.name, definition.settings ?? {}), environment) as Settings;
  const clock = new HostClock(settings.CLOCK_OFFSET_MS);
  if (settings.MIGRATION_DATABASE_URL !== '') await migrate(settings.MIGRATION_DATABASE_URL, [...definition.migrations]);
  const database = poolOf(definition.name, settings);
  try {
    await checkTenancy(database);
    return await serve(definition, partsOf(definition, settings, { clock, database, failed }));
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The pool, closed once whoever asks for it. */
function poolOf(service: string, settings: Settings): Database {
  const { pool, close } = openDatabase(settings.DATABASE_URL, { max: settings.DATABASE_CONNECTIONS, applicationName: `hhp-${service}` });
  let closed: Promise<void> | undefined;
  return { pool, close: () => (closed ??= close()) };
}

/** A certificate or a key that is named says that they are meant: forgetting to say so must not send everything in the clear. */
function securityOf(settings: Settings): KafkaSecurity {
  const { KAFKA_TLS: on, KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key, KAFKA_USER: user, KAFKA_PASSWORD: password } = settings;
  if (on !== 'on' && ca + cert + key !== '') throw new SettingsWrong(['KAFKA_TLS must be on where a KAFKA_TLS_… file is named.']);
  if ((cert === '') !== (key === '')) throw new SettingsWrong(['KAFKA_TLS_CERT and KAFKA_TLS_KEY must be set together.']);
  if ((user === '') !== (password === '')) throw new SettingsWrong(['KAFKA_USER and KAFKA_PASSWORD must be set together.']);
  return { ...(on === 'on' && { tls: { ca, cert, key } }), ...(user !== '' && { login: { user, password } }) };
}

type Parts = HostParts & { readonly clock: HostClock };
interface Given { readonly clock: HostClock; readonly database: Database; readonly failed: ((error: Error) => void) | undefined }

function partsOf({ name }: ServiceDefinition, settings: Settings, { clock, database, failed = () => undefined }: Given): Parts {
  const transactions = new Transactions(database, { service: name, clockOffset: () => clock.offsetMs });
  const messaging = new Messaging({
    service: name, database, transactions, failed, relayUrl: settings.RELAY_DATABASE_URL, brokers: settings.KAFKA_BROKERS.split(','),
    topicPrefix: settings.TOPIC_PREFIX, security: securityOf(settings), audit: {
      key: Buffer.from(settings.HHP_AUDIT_KEY, 'base64'), checkpointFolder: settings.AUDIT_CHECKPOINT_FOLDER, checkpointMs: settings.AUDIT_CHECKPOINT_MS,
    },
  });
  const metrics = new Metrics(name);
  metrics.watch(messaging);
  return { settings, calendar: officeCalendar(settings), clock, database, transactions, messaging, metrics };
}

async function serve(definition: ServiceDefinition, parts: Parts): Promise<HostedService> {
  const { settings, messaging } = parts;
  let files: ReadonlySet<string> = new Set();
  const adapter = httpAdapter(new Tokens(settings.OIDC_ISSUER, settings.OIDC_AUDIENCE), parts.metrics.http, settings, (request) => files.has(routeOf(request)));
  const served: string[] = [];
  (adapter.getInstance() as unknown as FastifyInstance).addHook('onRoute', ({ method, url }) => { served.push(...[method].flat().map((verb) => `${verb} ${url}`)); });
  const root: DynamicModule = { module: ServiceRoot, imports: [HostModule.of(parts), definition.module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bodyParser: false, abortOnError: false, logger: new SafeLogger(definition.name, settings.LOG_LEVEL as LogLevel),
  });
  mustDeclareAccess(routesOf(app));
  serveDocs(adapter.getInstance() as unknown as FastifyInstance, app, definition.name);
  const begun: Background[] = [];
  const stop = stopping(app, parts, begun);
  try {
    await app.init();
    mustBeDeclared(served, routesOf(app));
    files = new Set(routesOf(app).filter(takesFile).map(nameOfRoute));
    const restricted = app.get(RestrictedStaff);
    begun.push(restricted);
    await restricted.start();
    await app.listen(settings.HTTP_PORT, settings.HTTP_HOST);
    const provided = (classes: ServiceDefinition['readers'] = []): object[] => classes.map((each) => app.get<object>(each, { strict: false }));
    const reading = () => ({ readers: settings.READING === 'on' ? provided(definition.readers) : [], deadlines: provided(definition.deadlines) });
    app.connectMicroservice({ strategy: readerStrategy(messaging, reading) });
    await app.startAllMicroservices();
    for (const each of provided(definition.background) as Background[]) {
      begun.push(each);
      await each.start();
    }
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return { app, messaging, clock: parts.clock, url: await app.getUrl(), stop };
}

/** How long a request in hand may still take; whoever does not even fetch an answer in that time is cut off. */
const requestPatience = 8_000;

/** Requests end first, then what runs beside them, then reading and relaying; the database is needed until the last of them. */
function stopping(app: NestFastifyApplication, { messaging, database }: Parts, begun: readonly Background[]): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    const cut = setTimeout(() => { (app.getHttpServer() as Server).closeAllConnections(); }, requestPatience);
    await app.getHttpAdapter().close();
    clearTimeout(cut);
    for (const each of begun.toReversed()) await each.stop();
    await messaging.stop();
    await app.close();
    await database.close();
  };
  return () => (stopped ??= run());
}
