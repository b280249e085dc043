import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Daemon } from '../daemon.js';
import { Problem } from '../problem.js';

/** A program by its id and by when it began: an id alone is used again after a while. */
interface Program {
  readonly name: string;
  readonly pid: number;
  readonly began: string;
}

interface Note {
  readonly supervisor: Program;
  readonly daemons: readonly Program[];
}

const fileOf = (state: string): string => join(state, 'running.json');

/** When a program began, in words that no other program with its id can have; nothing when it is gone. */
function begin(pid: number): string | undefined {
  try {
    if (!existsSync('/proc/self/stat')) return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? undefined : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether a program runs; one that ended and that nobody has asked about does not. */
export const runs = (pid: number): boolean => begin(pid) !== undefined;
const alive = ({ pid, began }: Program): boolean => begin(pid) === began;
const programOf = (name: string, pid: number): Program => ({ name, pid, began: begin(pid) ?? 'gone' });

function read(state: string): Note | undefined {
  if (!existsSync(fileOf(state))) return undefined;
  try {
    return JSON.parse(readFileSync(fileOf(state), 'utf8')) as Note;
  } catch {
    return undefined; // It was being written when the machine stopped: nothing of that time runs any more.
  }
}

/** Refuses when a stack runs on this state folder. */
export function refuseWhileRunning(state: string): void {
  const note = read(state);
  if (note && alive(note.supervisor)) {
    const who = `process ${note.supervisor.pid}`;
    throw new Problem(`Everything already runs with the state of ${state} (${who}): stop it there by Ctrl-C, or set HHP_STATE to another folder.`);
  }
}

/** Stops what a stack left running that was killed itself. Answers their names. */
export async function stopLeftovers(state: string): Promise<string[]> {
  refuseWhileRunning(state);
  const left = read(state)?.daemons.filter(alive) ?? [];
  // Services before the servers they talk to, as they were started after them. SIGINT is what PostgreSQL stops by without waiting.
  for (const program of left.toReversed()) {
    process.kill(program.pid, program.name === 'PostgreSQL' ? 'SIGINT' : 'SIGTERM');
    const giveUp = Date.now() + 10_000;
    while (alive(program) && Date.now() < giveUp) await pause(50);
    if (alive(program)) process.kill(program.pid, 'SIGKILL');
  }
  rmSync(fileOf(state), { force: true });
  return left.map(({ name }) => name);
}

/** Notes on disk who runs on this state folder, so that a second start refuses and a start after a kill can tidy up. */
export class Running {
  private readonly daemons = new Map<string, Program>();

  private constructor(private readonly state: string) {
    this.write('wx');
  }

  static claim(state: string): Running {
    refuseWhileRunning(state);
    return new Running(state);
  }

  add(daemon: Daemon): void {
    this.daemons.set(daemon.name, programOf(daemon.name, daemon.pid));
    this.write('w');
  }

  release(): void {
    rmSync(fileOf(this.state), { force: true });
  }

  private write(flag: 'w' | 'wx'): void {
    const note: Note = { supervisor: programOf('supervisor', process.pid), daemons: [...this.daemons.values()] };
    writeFileSync(fileOf(this.state), JSON.stringify(note), { flag, mode: 0o600 });
  }
}
