import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Daemon, type Issuer, demoUsers, fetchJars, freePorts, jarsFolder, removeState, startIssuer, startKafka, startPostgres } from '@hhp/local-stack';

/** What every contender works on: one PostgreSQL that waits for the disk, one Kafka, one issuer of tokens. */
export interface Servers {
  readonly adminUrl: string;
  readonly postgresPid: number;
  readonly brokers: string;
  readonly kafkaPid: number;
  readonly issuer: Issuer;
  /** A folder for logs and files, gone afterwards. */
  readonly state: string;
  /** Told of each program that is started, so that none outlives the bench. */
  readonly begun: (daemon: Daemon) => void;
  stop(): Promise<void>;
}

const audiences = ['assessment', 'referral', 'reporting', 'enrollment'].map((service) => `hhp-${service}`);

export async function startServers(): Promise<Servers> {
  const state = mkdtempSync(join(tmpdir(), 'hhp-bench-'));
  chmodSync(state, 0o711); // PostgreSQL's user passes through it
  const daemons: Daemon[] = [];
  const begun = (daemon: Daemon): void => { daemons.push(daemon); };
  process.once('exit', () => {
    for (const { pid, running } of daemons) if (running) process.kill(pid, 'SIGKILL');
    removeState(state);
  });
  const jars = await fetchJars(jarsFolder());
  const [port, kafkaPort, controllerPort] = await freePorts(3);
  const [postgres, kafka, issuer] = await Promise.all([
    startPostgres({ state, port: port!, password: randomBytes(12).toString('hex'), begun }),
    startKafka({ state, port: kafkaPort!, controllerPort: controllerPort!, jars, begun }),
    startIssuer({ port: 0, audiences, users: demoUsers, password: randomBytes(12).toString('hex') }),
  ]);
  const stop = async (): Promise<void> => { await Promise.all([postgres.stop(), kafka.stop(), issuer.stop()]); };
  return {
    adminUrl: postgres.url, postgresPid: postgres.daemon.pid, brokers: kafka.brokers, kafkaPid: kafka.daemon.pid, issuer, state, begun, stop,
  };
}
