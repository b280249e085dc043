import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.js';

/** The services' clocks jump and come back. Servers keep theirs, and time that only goes forward (timers) is left alone. */
export const stepClocks = (by: string): Fault => ({
  name: `the services' clocks jump by ${by}`, kills: 0,
  async run({ world, bites }) {
    writeFileSync(world.clockFile, `${by}\n`);
    await pause(4_000);
    writeFileSync(world.clockFile, '+0\n');
    await pause(1_500);
    bites.count('clock steps');
    return 'for 4 s, and back';
  },
});
