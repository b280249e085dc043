import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { residentOf } from '../../terminal/memory.js';
import { tableText } from './table.js';

/** What Linux tells of a process; elsewhere nothing. */
interface Usage {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
}

const ticksPerSecond = 100;

/** Processor time of a process and of its children that have ended. */
function usageOf(pid: number): Usage | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').map(Number);
    return { pid, parent: fields[1]!, seconds: (fields[11]! + fields[12]! + fields[13]! + fields[14]!) / ticksPerSecond };
  } catch {
    return undefined; // It has ended meanwhile, or this system has no such files.
  }
}

/** What runs under a process id, by the words of its command line. */
function nameOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  const words = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /services\/([a-z-]+)\/dist/.exec(words)?.[1] ?? (words.includes('kafka.Kafka') ? 'Kafka (Java)' : words.includes('postgres') ? 'PostgreSQL' : 'other');
}

/** Memory and processor time of each process of a stack, this one first; PostgreSQL's with those of all its sessions. */
export function processesText(pids: readonly number[]): string {
  const all = existsSync('/proc/self/stat') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => usageOf(Number(name)) ?? []) : [];
  const seconds = (pid: number): number =>
    all.filter((each) => each.pid === pid || (each.parent === pid && pid !== process.pid)).reduce((sum, each) => sum + each.seconds, 0);
  const lines = [{ name: 'this program, with issuer and mail catcher', pid: process.pid }, ...pids.map((pid) => ({ name: nameOf(pid), pid }))];
  const rounded = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));
  return tableText([{ head: 'Process' }, { head: 'MB resident', numbers: true }, { head: 'CPU seconds', numbers: true }],
    lines.map(({ name, pid }) => [name, rounded(residentOf(pid)), all.length > 0 ? rounded(seconds(pid)) : null]));
}
