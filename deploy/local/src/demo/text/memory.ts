import { existsSync, readFileSync } from 'node:fs';
import { residentOf } from '../../terminal/memory.js';
import { tableText } from './table.js';

/** What runs under a process id, by the words of its command line. */
function nameOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  const words = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /services\/([a-z-]+)\/dist/.exec(words)?.[1] ?? (words.includes('kafka.Kafka') ? 'Kafka (Java)' : /postgres/.test(words) ? 'PostgreSQL (its first process)' : 'other');
}

/** Resident memory of each process, this one among them. */
export function memoryTable(pids: readonly number[]): string {
  const lines = [['this program, with issuer and mail catcher', residentOf(process.pid)] as const, ...pids.map((pid) => [nameOf(pid), residentOf(pid)] as const)];
  return tableText([{ head: 'Process' }, { head: 'MB resident', numbers: true }], lines.map(([name, size]) => [name, size === undefined ? null : Math.round(size)]));
}
