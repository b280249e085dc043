import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findMaven } from './checks/java.js';
import { checkout } from './places.js';
import { Problem } from './problem.js';

/** Something that Maven fetches once: its name for a sentence, its `pom.xml`, the goal that brings it, and what is to be done with it then. */
export interface Fetched {
  readonly what: string;
  /** From the root of the checkout. */
  readonly pom: string;
  readonly goal: string;
  readonly finish?: (folder: string) => Promise<void>;
}

const pomOf = ({ pom }: Fetched): string => join(checkout, pom);

/** The folder of what the present `pom.xml` names; whether it is there tells whether Maven is needed. */
export function placeOf(fetched: Fetched, folder: string): { place: string; present: boolean } {
  const place = join(folder, createHash('sha256').update(readFileSync(pomOf(fetched))).digest('hex').slice(0, 16));
  return { place, present: existsSync(place) };
}

/** Fetches it by Maven, once; a half-fetched folder is never taken for a whole one. */
export async function fetchByMaven(fetched: Fetched, folder: string, signal?: AbortSignal): Promise<string> {
  const { place, present } = placeOf(fetched, folder);
  if (present) return place;
  await findMaven();
  const half = `${place}.half-${process.pid}`;
  mkdirSync(half, { recursive: true });
  try {
    await promisify(execFile)('mvn', ['-q', '-B', '-f', pomOf(fetched), fetched.goal, `-DoutputDirectory=${half}`], { signal });
    await fetched.finish?.(half);
    if (!existsSync(place)) renameSync(half, place);
  } catch (error) {
    throw explained(fetched.what, error as Error & { stdout?: string });
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return place;
}

function explained(what: string, error: Error & { stdout?: string }): Error {
  const said = `${error.stdout ?? ''}${error.message}`;
  if (/No space left/.test(said)) return Object.assign(new Error(said), { code: 'ENOSPC' });
  const why = /\[ERROR\]\S*\s*(.*)/.exec(said)?.[1] ?? error.message;
  return new Problem(`Maven could not fetch ${what}: look whether this machine reaches Maven's repository, then start again. It says: ${why.slice(0, 300)}`);
}
