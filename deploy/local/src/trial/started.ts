import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { User } from '../postgres/postgres-user.js';
import { checkout } from '../places.js';

/** A command of the terminal that a spec runs. */
export interface Started {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly said: { out: string; err: string };
  readonly exited: Promise<number | NodeJS.Signals>;
  /** Waits until it says this; fails with all it said when it ends without. */
  says(text: string): Promise<void>;
}

interface Where {
  readonly folder?: string;
  readonly user?: User | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs `node deploy/local/dist/<command>.js` of a checkout, on free ports and without the demonstration's story. For specs. */
export function run(command: string, { folder = checkout, user, env = {} }: Where = {}, ...args: string[]): Started {
  const program = join(folder, 'deploy/local/dist', `${command}.js`);
  const node = join(folder, 'node_modules/node/bin/node');
  const child = spawn(node, [program, ...args], {
    ...user, cwd: folder, env: { PATH: process.env.PATH, HOME: folder, HHP_PORTS: 'free', HHP_STORY: 'off', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => { said.out += String(text); });
  child.stderr.on('data', (text: Buffer) => { said.err += String(text); });
  const exited = new Promise<number | NodeJS.Signals>((resolve) => { child.once('close', (code, signal) => { resolve(code ?? signal!); }); });
  return { child, said, exited, says: (text) => waitFor(text, child, said, exited) };
}

async function waitFor(text: string, child: ChildProcess, said: Started['said'], exited: Started['exited']): Promise<void> {
  let ended = false;
  void exited.then(() => { ended = true; });
  while (!said.out.includes(text)) {
    if (ended) throw new Error(`${child.spawnargs.at(-1)} ended and did not say "${text}":\n${said.out}\n${said.err}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** The programs that a stack started, by name, as its state folder notes them. */
export function daemonsOf(state: string): Map<string, number> {
  const note = JSON.parse(readFileSync(join(state, 'running.json'), 'utf8')) as { daemons: { name: string; pid: number }[] };
  return new Map(note.daemons.map(({ name, pid }) => [name, pid]));
}
