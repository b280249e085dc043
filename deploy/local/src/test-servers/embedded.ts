import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../checks/ports.js';
import type { Daemon } from '../daemon.js';
import { fetchJars } from '../kafka/jars.js';
import { startKafka } from '../kafka/kafka.js';
import { jarsFolder } from '../places.js';
import { startPostgres } from '../postgres/postgres.js';
import { removeState } from '../stack/state.js';
import type { Server } from './server.js';

interface Place {
  readonly state: string;
  readonly begun: (daemon: Daemon) => void;
}

/** A folder of its own under the system's temporary one, and a last word if this program ends without `stop`. */
function place(): Place & { forget(): void } {
  const state = mkdtempSync(join(tmpdir(), 'hhp-test-'));
  chmodSync(state, 0o711); // PostgreSQL's user passes through it
  const daemons: Daemon[] = [];
  const forget = () => { removeState(state); };
  const abandoned = () => {
    for (const { pid, running } of daemons) if (running) process.kill(pid, 'SIGKILL');
    forget();
  };
  process.once('exit', abandoned);
  return { state, begun: (daemon) => { daemons.push(daemon); }, forget: () => { process.off('exit', abandoned); forget(); } };
}

/** PostgreSQL on a free port, which does not wait for the disk. */
export async function embeddedPostgres(): Promise<Server> {
  const [{ state, begun, forget }, [port]] = [place(), await freePorts(1)];
  const { url, stop } = await startPostgres({ state, port: port!, password: randomBytes(12).toString('hex'), fast: true, begun });
  return { address: url, stop: async () => { await stop(); forget(); } };
}

/** Kafka on free ports; its jars are those that `npm start` fetched, or are fetched now. */
export async function embeddedKafka(): Promise<Server> {
  const jars = await fetchJars(jarsFolder());
  const [{ state, begun, forget }, [port, controllerPort]] = [place(), await freePorts(2)];
  const { brokers, stop } = await startKafka({ state, port: port!, controllerPort: controllerPort!, jars, begun });
  return { address: brokers, stop: async () => { await stop(); forget(); } };
}
