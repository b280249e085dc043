import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Programs of the machine by their ids, as /proc shows them. */
const parentOf = (pid: number): number | undefined => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]);
  } catch {
    return undefined;
  }
};

export function lives(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0] !== 'Z';
  } catch {
    return false;
  }
}

export const childrenOf = (pid: number): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((each) => parentOf(each) === pid);

/** Resident memory in MiB. */
export function residentMegabytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export function signal(pid: number | undefined, which: NodeJS.Signals): boolean {
  try {
    return pid !== undefined && process.kill(pid, which);
  } catch {
    return false;
  }
}

/** Kills a server with all its workers and waits until the last of them is gone: a survivor would still write. */
export async function killTree(pid: number): Promise<void> {
  const all = [pid, ...childrenOf(pid)];
  for (const each of all) signal(each, 'SIGKILL');
  while (all.some(lives)) await pause(20);
}

/** Runs a program to its end and gives what it said. */
export function said(file: string, args: readonly string[], { input = '', env = process.env }: { input?: string; env?: NodeJS.ProcessEnv } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, [...args], { env, maxBuffer: 2 ** 30, timeout: 180_000 }, (error, out, err) => {
      if (error) reject(new Error(`${file} failed: ${(err || error.message).slice(0, 500)}`));
      else resolve(out);
    });
    child.stdin?.on('error', () => undefined).end(input);
  });
}
