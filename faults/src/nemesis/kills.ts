import type { ServiceName } from '@hhp/local-stack';
import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../world/programs.js';
import type { Fault, Scene } from './fault.js';

/** A service that just died is spared until it is there again. */
export async function pidOf(scene: Scene, service: ServiceName): Promise<number | undefined> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const pid = scene.world.stack.pidOf(service);
    if (pid !== undefined) return pid;
    await pause(50);
  }
  return undefined;
}

/** A service, wherever it is in its work. */
export const killService = (service: ServiceName): Fault => ({
  name: `kill ${service}`, kills: 1,
  async run(scene) {
    const pid = await pidOf(scene, service);
    scene.bites.count('services killed', Number(signal(pid, 'SIGKILL')));
    return pid === undefined ? 'it did not run' : 'killed';
  },
});

/** As an operator ends it: it finishes what it has in hand. */
export const endService = (service: ServiceName): Fault => ({
  name: `end ${service} in order`, kills: 0,
  async run(scene) {
    const [pid, began] = [await pidOf(scene, service), Date.now()];
    signal(pid, 'SIGTERM');
    while (scene.world.stack.pidOf(service) === pid && Date.now() - began < 25_000) await pause(50);
    scene.bites.count('services ended in order');
    return `ended after ${((Date.now() - began) / 1_000).toFixed(1)} s`;
  },
});
