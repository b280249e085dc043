import type { ServiceName } from '@hhp/local-stack';
import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../world/programs.js';
import { loseSlot } from './crash-points.js';
import type { Fault } from './fault.js';

/** While the broker is away the outboxes fill; then their services die, and one relay may lose its cursor. */
export const deathsWithoutBroker = (services: readonly ServiceName[], slotOf?: ServiceName): Fault => ({
  name: `${services.join(' and ')} die while the broker is away${slotOf ? `, and the slot of ${slotOf} is lost` : ''}`, kills: services.length + 1,
  async run(scene) {
    await scene.world.kafka.kill();
    await pause(2_500);
    for (const service of services) signal(scene.world.stack.pidOf(service), 'SIGKILL');
    if (slotOf) await loseSlot(scene, slotOf);
    await scene.world.kafka.start();
    scene.bites.count('services that died while the broker was away', services.length);
    return 'the broker is back';
  },
});

/** Nothing breaks for a while: people work. */
export const calm = (seconds: number): Fault => ({
  name: `${seconds} s of work`, kills: 0,
  async run() {
    await pause(seconds * 1_000);
    return 'done';
  },
});
