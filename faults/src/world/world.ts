import { type Kafka, type Postgres, type Progress, type ServiceName, Stack, fetchJars, freePorts, jarsFolder, removeState, serviceNames } from '@hhp/local-stack';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultProxy } from './proxy.js';
import { signal } from './programs.js';
import { type FaultServer, kafkaOf, postgresOf } from './servers.js';

/** How a world is made. */
export interface WorldOptions {
  readonly progress: Progress;
  readonly services?: readonly ServiceName[];
  /** The services' clocks can be stepped: they run under libfaketime. */
  readonly clocks: boolean;
}

/** Everything that a run breaks: servers, proxies before them, services as processes of their own, and where their traces lie. */
export interface World {
  readonly folder: string;
  readonly ledgerFile: string;
  readonly crashPoints: string;
  readonly clockFile: string;
  readonly postgres: FaultServer<Postgres>;
  readonly kafka: FaultServer<Kafka>;
  readonly databaseProxy: FaultProxy;
  readonly kafkaProxy: FaultProxy;
  /** Past the proxies, for the checker and the nemesis. */
  readonly databaseUrl: string;
  readonly broker: string;
  readonly mails: string;
  readonly logs: string;
  readonly stack: Stack;
  readonly services: readonly ServiceName[];
  stop(): Promise<void>;
}

const fakeTime = (): string | undefined => readdirSync('/usr/lib').map((each) => `/usr/lib/${each}/faketime/libfaketimeMT.so.1`).find((each) => existsSync(each));

function environment(world: Pick<World, 'crashPoints' | 'clockFile' | 'databaseUrl'>, ports: readonly number[], clocks: boolean): NodeJS.ProcessEnv {
  const library = clocks ? fakeTime() : undefined;
  const url = new URL(world.databaseUrl);
  url.port = String(ports[3]);
  return {
    ...process.env, HHP_PORTS: 'free', DATABASE_URL: url.href, KAFKA_BROKERS: `127.0.0.1:${ports[4]}`, HHP_CRASH_POINTS: world.crashPoints,
    LOG_LEVEL: 'warn', MESSAGE_CLAIM_SECONDS: '5', OIDC_ISSUER: '', SMTP_URL: '',
    ...(library ? {
      LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: world.clockFile, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_RESET: '1',
    } : {}),
  };
}

function foldersOf(): Pick<World, 'folder' | 'ledgerFile' | 'crashPoints' | 'clockFile'> & { state: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hhp-faults-'));
  chmodSync(folder, 0o711);
  const [state, crashPoints, clockFile] = [join(folder, 'state'), join(folder, 'crash-points'), join(folder, 'clock')];
  for (const each of [state, crashPoints]) mkdirSync(each);
  // Compiled code outlives the run, so that the next one starts sooner.
  const compiled = join(tmpdir(), 'hhp-faults-compiled');
  mkdirSync(compiled, { recursive: true });
  symlinkSync(compiled, join(state, 'code-cache'));
  writeFileSync(clockFile, '+0\n');
  return { folder, state, crashPoints, clockFile, ledgerFile: join(folder, 'ledger.jsonl') };
}

/** Starts PostgreSQL and Kafka, a proxy before each, and the services of the product as a stack that finds both behind the proxies. */
export async function startWorld({ progress, services = serviceNames, clocks }: WorldOptions): Promise<World> {
  const { state, ...folders } = foldersOf();
  const jars = await fetchJars(jarsFolder());
  const place = { state, jars, ports: await freePorts(5), password: randomBytes(18).toString('base64url') };
  const { ports } = place;
  const [postgres, kafka] = [postgresOf(place), kafkaOf(place)];
  const started: { stop(): unknown }[] = [];
  let stack: Stack | undefined;
  const stop = async (): Promise<void> => {
    const stopping = stack?.stop();
    for (const service of services) signal(stack?.pidOf(service), 'SIGKILL'); // what they would still do is of no use to anybody
    await stopping;
    for (const each of started.toReversed()) await each.stop();
    removeState(state);
    rmSync(folders.folder, { recursive: true, force: true });
  };
  started.push(postgres, kafka);
  process.once('exit', () => {
    for (const pid of stack?.pids ?? []) signal(pid, 'SIGKILL');
    for (const each of [postgres, kafka]) each.abandon();
  });
  try {
    const [{ url: databaseUrl }] = await Promise.all([progress.step('PostgreSQL', () => postgres.start()), progress.step('Kafka', () => kafka.start())]);
    const databaseProxy = await FaultProxy.before(ports[0]!, ports[3]!);
    const kafkaProxy = await FaultProxy.before(ports[1]!, ports[4]!);
    started.push(databaseProxy, kafkaProxy);
    const env = environment({ ...folders, databaseUrl }, ports, clocks);
    stack = new Stack({ state, jars: jarsFolder(), env, progress: quiet(progress), services, longestPauseMs: 250 });
    await progress.step(`${services.length} services`, () => stack!.start());
    return {
      ...folders, postgres, kafka, databaseProxy, kafkaProxy, databaseUrl, broker: `127.0.0.1:${ports[1]}`, mails: join(state, 'mails'), logs: join(state, 'logs'), stack, services, stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A death and a return of a service are told by who brings them about. */
const quiet = (progress: Progress): Progress => ({
  step: (_what, work) => work(() => undefined),
  say: (line) => { if (!/ended \(|is back/.test(line)) progress.say(line); },
});

export const hasFakeTime = (): boolean => fakeTime() !== undefined;
