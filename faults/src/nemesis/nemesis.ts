import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../chance.js';
import type { Fault, Scene } from './fault.js';

export interface Told { readonly at: number; readonly fault: string; readonly how: string }

interface Telling { readonly breathMs: number; readonly say: (line: string) => void }

/** Runs lanes of faults beside each other, so that they overlap; within a lane one comes after the other, with a breath between. */
export async function runLanes(lanes: readonly (readonly Fault[])[], scene: Scene, { breathMs, say }: Telling): Promise<Told[]> {
  const told: Told[] = [];
  const began = Date.now();
  let kills = 0;
  await Promise.all(lanes.map(async (lane) => {
    const own = { ...scene, chance: new Chance(scene.chance.below(1_000_000)) };
    for (const { name, kills: more, run } of lane) {
      const at = (Date.now() - began) / 1_000;
      const how = await run(own);
      kills += more;
      told.push({ at, fault: name, how });
      say(`  ${at.toFixed(1).padStart(7)} s  ${String(kills).padStart(4)} kills  ${name}: ${how}`);
      await pause(breathMs * own.chance.between(0.4, 1.6));
    }
  }));
  return told;
}
