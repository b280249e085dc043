import { existsSync, readFileSync } from 'node:fs';

/** Resident memory of a program in megabytes; nothing where the system does not say. */
export function residentOf(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

const isNode = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/dist/main.js');

/** How much memory the Node programs take together, this one among them. */
export function memoryText(pids: readonly number[]): string {
  const sizes = [process.pid, ...pids.filter(isNode)].map(residentOf);
  if (sizes.includes(undefined)) return '';
  const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return `The ${sizes.length} Node programs take ${Math.round(total)} MB of memory together.`;
}
