import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fetchJars } from '../kafka/jars.js';
import { checkout, jarsFolder } from '../places.js';
import type { User } from '../postgres/postgres-user.js';

/** A built checkout in a folder that only its owner may enter. For specs. */
export interface CheckoutCopy {
  readonly folder: string;
  remove(): void;
}

/**
 * Copies what a start needs, and the jars, into a `mktemp -d` of mode 0700 that belongs to this user. The files are hard links where
 * the disk allows it: half a gigabyte of `node_modules` is there in a second.
 */
export async function copyCheckout(owner?: User): Promise<CheckoutCopy> {
  const jars = await fetchJars(jarsFolder());
  const folder = mkdtempSync(join(tmpdir(), 'hhp-checkout-'));
  for (const name of ['package.json', 'node_modules', 'libs', 'services', 'deploy']) copy(join(checkout, name), folder);
  const state = join(folder, '.state');
  const shelf = join(state, 'jars', basename(jars));
  mkdirSync(shelf, { recursive: true });
  for (const name of readdirSync(jars)) linkOrCopy(join(jars, name), join(shelf, name));
  for (const place of [folder, state, join(state, 'jars'), shelf]) if (owner) chownSync(place, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  return { folder, remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}

function copy(from: string, folder: string): void {
  try {
    execFileSync('cp', ['-al', from, folder], { stdio: 'ignore' });
  } catch {
    cpSync(from, join(folder, basename(from)), { recursive: true, verbatimSymlinks: true }); // another disk, or a cp that cannot link
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}
