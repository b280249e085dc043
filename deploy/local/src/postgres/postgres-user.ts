import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync, chownSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../problem.js';

/** A user of the machine other than root. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** As whom PostgreSQL runs: as ourselves, unless we are root, whom it refuses; then as `postgres`, or else as `nobody`. */
export function postgresUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find(([known]) => known === name)).find(Boolean);
  if (!account) throw new Problem('PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: start as another user.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Whether a user may enter a folder: asked by trying, since every folder above it has a say. */
export function mayEnter(folder: string, user: User | undefined): boolean {
  return !user || spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

/**
 * The folder in which PostgreSQL keeps all it has. It lies in the state folder, unless its user cannot come there (root's home, a
 * checkout of mode 0700): then it lies under /var/lib, and the state folder remembers where.
 */
export function postgresHome(state: string, user: User | undefined): string {
  const pointer = join(state, 'postgres-lies-in');
  if (existsSync(pointer)) return owned(readFileSync(pointer, 'utf8').trim(), user);
  if (mayEnter(state, user)) return owned(join(state, 'postgres'), user);
  const outside = join(existsSync('/var/lib') ? '/var/lib' : tmpdir(), `health-homes-${randomUUID()}`);
  writeFileSync(pointer, `${outside}\n`);
  return owned(outside, user);
}

function owned(folder: string, user: User | undefined): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Where the data lies outside of the state folder, if it does: `reset` removes that too. */
export function outsideHome(state: string): string | undefined {
  const pointer = join(state, 'postgres-lies-in');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
}
