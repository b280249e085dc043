import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findJava } from '../checks/java.js';
import { type Daemon, startDaemon, untilReady } from '../daemon.js';
import { logOf } from '../places.js';
import { Problem } from '../problem.js';
import { formsGroups } from './group-coordinator.js';
import { kafkaAdministrator, type KafkaPlace, type KafkaTlsFiles, logProperties, serverProperties } from './kafka-settings.js';

/** What a Kafka of one's own needs to be told. */
export interface KafkaOptions {
  readonly state: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly advertisedPort?: number;
  readonly jars: string;
  /** Speaks TLS alone, with whoever shows a certificate of this authority. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Its users with their passwords, made when its data is: then it asks everybody who they are, and gives no right unasked. */
  readonly users?: Readonly<Record<string, string>> | undefined;
  /** Started again after a crash: its log goes on. */
  readonly again?: boolean;
  /** Told as soon as the program exists, before it answers. */
  readonly begun?: (daemon: Daemon) => void;
}

/** A Kafka of one node beside us. */
export interface Kafka {
  readonly brokers: string;
  readonly fresh: boolean;
  readonly daemon: Daemon;
  stop(): Promise<void>;
}

const memory = ['-Xms256m', '-Xmx384m', '-XX:+UseSerialGC', '-Djava.awt.headless=true'];

/** Starts Kafka on the data of the state folder, which is formatted on the first start. */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const java = await findJava();
  const home = join(options.state, 'kafka');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const data = join(home, 'data');
  const fresh = !existsSync(data);
  const tls = options.tls && tlsFiles(home, options.tls);
  writeFileSync(join(home, 'log4j2.properties'), logProperties);
  const jvm = ['-cp', join(options.jars, '*'), `-Dlog4j2.configurationFile=${join(home, 'log4j2.properties')}`];
  const guarded = options.users && { password: options.users[kafkaAdministrator]! };
  if (fresh) await format(java, jvm, home, { ...options, tls, guarded });
  writeFileSync(join(home, 'server.properties'), serverProperties({ ...options, data, tls, guarded }), { mode: 0o600 });
  const log = logOf(options.state, 'kafka');
  const daemon = await startDaemon({
    name: 'Kafka', file: java, args: [...memory, ...jvm, 'kafka.Kafka', join(home, 'server.properties')], cwd: home, log,
    append: options.again ?? false,
  });
  options.begun?.(daemon);
  const brokers = `127.0.0.1:${options.port}`;
  // Who has to log in first cannot be asked in our own words whether it forms groups; that its port is open has to do.
  await untilReady(daemon, log, () => (options.users ? kafkaAnswers(brokers) : formsGroups('127.0.0.1', options.port, options.tls)), 60_000);
  return { brokers, fresh, daemon, stop: () => daemon.stop('SIGTERM', 30_000) };
}

function tlsFiles(home: string, { ca, cert, key }: NonNullable<KafkaOptions['tls']>): KafkaTlsFiles {
  const files = { ca: join(home, 'ca.pem'), identity: join(home, 'identity.pem') };
  writeFileSync(files.ca, ca);
  writeFileSync(files.identity, `${key}\n${cert}\n`, { mode: 0o600 });
  return files;
}

const scramOf = (users: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries(users).flatMap(([name, password]) => ['--add-scram', `SCRAM-SHA-512=[name=${name},password=${password}]`]);

/** Formats beside its place and moves it there when it is whole, so that an interrupted start leaves no half. */
async function format(java: string, jvm: string[], home: string, place: Omit<KafkaPlace, 'data'> & Pick<KafkaOptions, 'users'>): Promise<void> {
  const half = join(home, 'data.half');
  rmSync(half, { recursive: true, force: true });
  const file = join(home, 'format.properties');
  writeFileSync(file, serverProperties({ ...place, data: half }), { mode: 0o600 });
  // An id that began with a dash would be taken for an option.
  const id = `H${randomBytes(16).toString('base64url').slice(1)}`;
  const args = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...jvm, 'kafka.tools.StorageTool', 'format', '--standalone', '-t', id, '-c', file, ...scramOf(place.users)];
  await promisify(execFile)(java, args).catch((error: Error & { stdout?: string; stderr?: string }) => {
    const said = `${error.stdout ?? ''} ${error.stderr ?? error.message}`.trim();
    if (/No space left/.test(said)) throw Object.assign(new Error(said), { code: 'ENOSPC' });
    throw new Problem(`Kafka could not make its data in ${home}: ${said.slice(-300)}`);
  });
  renameSync(half, join(home, 'data'));
}

/** Whether one of these brokers takes connections; Kafka opens its port only when it is ready to serve. */
export async function kafkaAnswers(brokers: string): Promise<boolean> {
  const answers = await Promise.all(brokers.split(',').map((broker) => new Promise<boolean>((resolve) => {
    const colon = broker.lastIndexOf(':');
    const socket = connect({ host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)), timeout: 2_000 });
    const end = (answered: boolean) => { socket.destroy(); resolve(answered); };
    socket.once('connect', () => { end(true); }).once('timeout', () => { end(false); }).once('error', () => { end(false); });
  })));
  return answers.includes(true);
}
