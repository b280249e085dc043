import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../problem.js';

/** What a first start and a day of trying things take, with room to breathe. */
const needed = 1_024;

/** Refuses to start where the disk would soon be full: a server that cannot write its log stops in the middle of something. */
export function checkDisk(state: string, env: NodeJS.ProcessEnv): void {
  const wanted = Number(env.HHP_MIN_DISK_MB ?? needed);
  let folder = state;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  if (free >= wanted) return;
  const remedy = 'free some space, or set HHP_STATE to a folder on another disk.';
  throw new Problem(`Only ${free} MB are free on the disk of ${folder}, and ${wanted} MB are needed: ${remedy}`);
}
