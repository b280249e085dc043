import type { ServiceName } from '@hhp/local-stack';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf } from '../checker/database.js';
import { signal } from '../world/programs.js';
import type { Scene } from './fault.js';
import { JavaReader } from './java-reader.js';
import { databaseComesBack } from './recovery.js';

const readers: readonly ServiceName[] = ['reporting', 'assessment', 'referral', 'notification'];
const patienceMs = 40_000;

/** Whether a reader of this service has applied something that was logged after an instant. */
async function movedAfter({ psql }: Scene, service: ServiceName, at: number): Promise<boolean> {
  const [row] = await psql.rows<{ moved: boolean }>(`SELECT max(moved_at) > to_timestamp(${at / 1_000}) AS moved FROM ${schemaOf(service)}.reader_watermark`).catch(() => []);
  return row?.moved ?? false;
}

/** From the death of a service to its first effect after it. Its members of groups held their partitions until their sessions ended. */
async function service(scene: Scene, nth: number): Promise<string> {
  const name = readers[nth % readers.length]!;
  const began = Date.now();
  signal(scene.world.stack.pidOf(name), 'SIGKILL');
  await pause(100);
  while (!(await movedAfter(scene, name, began + 100)) && Date.now() - began < patienceMs) await pause(100);
  const seconds = (Date.now() - began) / 1_000;
  scene.recoveries.push({ of: 'service', seconds });
  return `${name} has an effect again after ${seconds.toFixed(1)} s`;
}

async function listens(address: string): Promise<boolean> {
  const [host, port] = address.split(':') as [string, string];
  const socket = connect({ host, port: Number(port) });
  const yes = await once(socket, 'connect').then(() => true, () => false);
  socket.destroy();
  return yes;
}

/** When a server that was killed takes connections again; its port outlives it for a moment. */
async function listensAgainAt(address: string): Promise<number> {
  while (await listens(address)) await pause(5);
  while (!(await listens(address))) await pause(20);
  return Date.now();
}

/**
 * From the death of the broker to the first effect after it took connections again, ours and that of Kafka's own console consumer: until then readers
 * finish what they were brought before.
 */
async function broker(scene: Scene, java: JavaReader): Promise<string> {
  const { kafka, broker: address } = scene.world;
  await kafka.kill();
  const began = Date.now();
  const returning = listensAgainAt(address);
  const starting = kafka.start();
  const back = await returning;
  const ours = (async () => {
    while (!(await movedAfter(scene, 'referral', back)) && Date.now() - back < patienceMs) await pause(50);
    return (Date.now() - began) / 1_000;
  })();
  const [seconds, heard] = await Promise.all([ours, java.heardAfter(back), starting]);
  if (heard === undefined) throw new Error("Kafka's console consumer heard nothing for a minute after its broker had gone: there is nothing to compare with");
  const against = (heard - began) / 1_000;
  scene.recoveries.push({ of: 'broker', seconds, against });
  return `the broker listened after ${((back - began) / 1_000).toFixed(1)} s, first effect after ${seconds.toFixed(1)} s, the console consumer's after ${against.toFixed(1)} s`;
}

async function database(scene: Scene): Promise<string> {
  await scene.world.postgres.kill();
  return databaseComesBack(scene);
}

/** Recovery, measured: one death at a time, with work going on, and rest before the next. */
export async function measureRecovery(scene: Scene, trials: number, say: (line: string) => void): Promise<void> {
  if (trials === 0) return;
  scene.recoveries.length = 0; // those of the faults overlapped with others
  const java = await JavaReader.start(scene.world.broker);
  try {
    for (let nth = 0; nth < trials; nth++) {
      const told: string[] = [];
      for (const trial of [() => service(scene, nth), () => broker(scene, java), () => database(scene)]) {
        told.push(await trial());
        await pause(3_000);
      }
      say(`  trial ${String(nth + 1).padStart(3)}  ${told.join('; ')}`);
    }
  } finally {
    java.stop();
  }
}
