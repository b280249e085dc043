import { get } from 'node:http';
import { type Daemon, startDaemon, untilReady } from '../daemon.js';
import { logOf } from '../places.js';
import type { Wanted } from '../stack/kept.js';
import { type ServiceName, programOf } from './service-list.js';

/** One service as a process of its own. */
export interface ServiceOptions {
  readonly service: ServiceName;
  readonly state: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A small heap, returned early: seven services and their supervisor share one machine. */
const memory = ['--max-old-space-size=384', '--max-semi-space-size=4', '--v8-pool-size=1'];
const patienceMs = 60_000;

/** The program of a service, ready when it says so itself. */
export const aService = ({ service, state, env }: ServiceOptions): Wanted => ({
  name: service,
  stopSignal: 'SIGTERM',
  async start(again: boolean, begun: (daemon: Daemon) => void): Promise<void> {
    const log = logOf(state, service);
    const daemon = await startDaemon({ name: service, file: process.execPath, args: [...memory, programOf(service)], env, log, append: again });
    begun(daemon);
    await untilReady(daemon, log, () => isReady(`http://127.0.0.1:${env.HTTP_PORT}`), patienceMs);
  },
});

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(`${url}/health/ready`, { agent: false, timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => { asked.destroy(); }).once('error', () => { resolve(false); });
  });
}
