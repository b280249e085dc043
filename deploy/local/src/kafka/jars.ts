import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findMaven } from '../checks/java.js';
import { checkout } from '../places.js';
import { Problem } from '../problem.js';

const pom = join(checkout, 'deploy/local/kafka/pom.xml');

/** The folder of Kafka's jars for the present `pom.xml`; whether it is there tells whether Maven is needed. */
export function jarsOf(folder: string): { jars: string; present: boolean } {
  const jars = join(folder, createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16));
  return { jars, present: existsSync(jars) };
}

/** Fetches Kafka and what it needs by Maven, once; a half-fetched folder is never taken for a whole one. */
export async function fetchJars(folder: string, signal?: AbortSignal): Promise<string> {
  const { jars, present } = jarsOf(folder);
  if (present) return jars;
  await findMaven();
  const half = `${jars}.half-${process.pid}`;
  mkdirSync(half, { recursive: true });
  try {
    await promisify(execFile)('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${half}`], { signal });
    if (!existsSync(jars)) renameSync(half, jars);
  } catch (error) {
    throw explained(error as Error & { stdout?: string });
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return jars;
}

function explained(error: Error & { stdout?: string }): Error {
  const said = `${error.stdout ?? ''}${error.message}`;
  if (/No space left/.test(said)) return Object.assign(new Error(said), { code: 'ENOSPC' });
  const why = /\[ERROR\]\S*\s*(.*)/.exec(said)?.[1] ?? error.message;
  return new Problem(`Maven could not fetch Kafka: look whether this machine reaches Maven's repository, then start again. It says: ${why.slice(0, 300)}`);
}
