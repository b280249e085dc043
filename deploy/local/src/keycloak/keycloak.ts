import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findJava } from '../checks/java.js';
import { freePorts } from '../checks/ports.js';
import { startDaemon, untilReady } from '../daemon.js';
import { type Fetched, fetchByMaven } from '../maven.js';
import { checkout } from '../places.js';

/** A Keycloak beside us, which knows the realm of `deploy/keycloak`. */
export interface Keycloak {
  /** The realm's issuer, as OIDC_ISSUER names it. */
  readonly issuer: string;
  stop(): Promise<void>;
}

const jvm = [
  '-Xms64m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true', '-Djava.net.preferIPv4Stack=true',
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
];
const program = (home: string): string[] =>
  [...jvm, `-Dkc.home.dir=${home}`, '-cp', join(home, 'lib/quarkus-run.jar'), 'io.quarkus.bootstrap.runner.QuarkusEntryPoint'];

/** Keycloak builds itself for its kind of database once; every start is then shorter by half. */
const keycloak: Fetched = {
  what: 'Keycloak', pom: 'deploy/keycloak/pom.xml', goal: 'dependency:unpack',
  finish: async (folder) => { await promisify(execFile)(await findJava(), [...program(homeIn(folder)), 'build', '--db=dev-mem']); },
};
const homeIn = (folder: string): string => join(folder, readdirSync(folder).find((name) => name.startsWith('keycloak-'))!);

/**
 * Starts a Keycloak that keeps nothing, on a free port of this machine alone, with the realm file of `deploy/keycloak`. `folder` is where its
 * distribution is kept, which Maven fetches once (160 MB).
 */
export async function startKeycloak(folder: string): Promise<Keycloak> {
  const built = homeIn(await fetchByMaven(keycloak, folder));
  const [port] = await freePorts(1);
  const home = mkdtempSync(join(tmpdir(), 'hhp-keycloak-'));
  for (const part of ['lib', 'conf', 'providers', 'themes']) symlinkSync(join(built, part), join(home, part));
  mkdirSync(join(home, 'data/import'), { recursive: true });
  copyFileSync(join(checkout, 'deploy/keycloak/realm.json'), join(home, 'data/import/realm.json'));
  const log = join(home, 'keycloak.log');
  const args = ['start', '--optimized', '--import-realm', '--cache=local', '--http-enabled=true', '--hostname-strict=false', '--http-host=127.0.0.1'];
  const daemon = await startDaemon({ name: 'Keycloak', file: await findJava(), args: [...program(home), ...args, `--http-port=${port}`], cwd: home, log });
  const abandoned = (): void => {
    if (daemon.running) process.kill(daemon.pid, 'SIGKILL');
    rmSync(home, { recursive: true, force: true });
  };
  process.once('exit', abandoned);
  const stop = async (): Promise<void> => {
    await daemon.stop('SIGTERM', 15_000);
    process.off('exit', abandoned);
    abandoned();
  };
  const issuer = `http://127.0.0.1:${port}/realms/health-homes`;
  const answers = (): Promise<boolean> => fetch(`${issuer}/.well-known/openid-configuration`).then(({ ok }) => ok, () => false);
  try {
    await untilReady(daemon, log, answers, 120_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { issuer, stop };
}
