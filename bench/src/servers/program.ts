import { join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { type Daemon, freePorts, startDaemon, untilReady } from '@hhp/local-stack';
import type { OwnDatabase } from './database.js';
import type { Servers } from './servers.js';

const root = resolve(import.meta.dirname, '../../..');

/** A Node program that serves HTTP on a port of its own. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly servers: Servers;
  readonly database: OwnDatabase;
  readonly topicPrefix: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** One actor at one address sends here as fast as it can: what is measured is accepting, not refusing. */
const unlimited = { RATE_ADDRESS_PER_MINUTE: '0', RATE_ACTOR_PER_MINUTE: '0', RATE_ORGANIZATION_PER_MINUTE: '0', RATE_MEMBERS_PER_HOUR: '0', RATE_PAGES_PER_HOUR: '0' };

/** One of our services as it ships: its built program, with nothing set but where its servers are, and without limits on requests. */
export function startService(service: string, { servers, database, topicPrefix, env = {} }: ProgramOptions): Promise<Program> {
  return start(`services/${service}/dist/main.js`, '/health/ready', servers, {
    DATABASE_URL: database.serviceUrl, RELAY_DATABASE_URL: database.relayUrl, MIGRATION_DATABASE_URL: database.ownerUrl, KAFKA_BROKERS: servers.brokers,
    TOPIC_PREFIX: topicPrefix, OIDC_ISSUER: servers.issuer.url, OIDC_AUDIENCE: `hhp-${service}`, HHP_MASTER_KEY: randomBytes(32).toString('base64'),
    HHP_AUDIT_KEY: randomBytes(32).toString('base64'), ...unlimited, ...env,
  });
}

/** The stock Nest application in the part of a service. */
export function startStock(service: string, { servers, database, topicPrefix, env = {} }: ProgramOptions): Promise<Program> {
  return start('bench/stock/dist/main.js', '/health', servers, {
    DATABASE_URL: database.url, KAFKA_BROKERS: servers.brokers, TOPIC_PREFIX: topicPrefix, OIDC_ISSUER: servers.issuer.url, OIDC_AUDIENCE: `hhp-${service}`,
    ...env,
  });
}

let started = 0;

async function start(program: string, ready: string, servers: Servers, env: NodeJS.ProcessEnv): Promise<Program> {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const log = join(servers.state, 'logs', `program-${++started}.log`);
  // NODE_OPTIONS of whoever measures (a profile, say) reaches the programs too.
  const kept = { PATH: process.env.PATH, NODE_ENV: 'production', ...(process.env.BENCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS } : {}) };
  const daemon: Daemon = await startDaemon({
    name: program, file: process.execPath, args: ['--disable-warning=TimeoutNegativeWarning', join(root, program)], cwd: servers.state, log,
    env: { ...kept, HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port), ...env },
  });
  servers.begun(daemon);
  await untilReady(daemon, log, () => answersOk(`${url}${ready}`), 60_000);
  return { url, pid: daemon.pid, stop: () => daemon.stop('SIGTERM', 20_000) };
}

const answersOk = (url: string): Promise<boolean> => fetch(url, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok, () => false);
