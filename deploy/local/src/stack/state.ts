import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { outsideHome } from '../postgres/postgres-user.js';
import { Problem } from '../problem.js';

/** All that a stack puts into its state folder. What is not listed is not ours, and is never removed. */
const ours = [
  'jars', 'logs', 'kafka', 'postgres', 'postgres-lies-in', 'mails', 'code-cache', 'audit-checkpoints',
  'secrets.json', 'running.json', 'addresses.json', 'sign-in.json', 'story.json',
];

/** Makes the state folder. Others may pass through it (PostgreSQL's user has to), but see nothing of it. */
export function openState(state: string): void {
  const foreign = existsSync(state) ? readdirSync(state).find((name) => !ours.includes(name)) : undefined;
  if (foreign) throw new Problem(`${state} holds something that is not of a local stack (${foreign}): set HHP_STATE to an empty or a new folder.`);
  try {
    if (mkdirSync(state, { recursive: true })) chmodSync(state, process.getuid?.() === 0 ? 0o711 : 0o700);
    accessSync(state, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const name of readdirSync(state)) accessSync(join(state, name), constants.R_OK | constants.W_OK);
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new Problem(`The state folder ${state} belongs to another user: start as that user, or set HHP_STATE to a folder of your own.`);
  }
}

/** Forgets all that a stack kept, also what it had to keep elsewhere. */
export function removeState(state: string): void {
  const outside = outsideHome(state);
  if (outside) rmSync(outside, { recursive: true, force: true });
  for (const name of ours) rmSync(join(state, name), { recursive: true, force: true });
  if (existsSync(state) && readdirSync(state).length === 0) rmdirSync(state);
}
