import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const tickMicros = 10_000;
const pageMiB = 4096 / 2 ** 20;

interface Stat { readonly parent: number; readonly ownTicks: number; readonly endedTicks: number; readonly pages: number }

/** What the kernel knows of a process; nothing when it is gone. */
function statOf(pid: number | string): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').map(Number);
    return { parent: fields[1]!, ownTicks: fields[11]! + fields[12]!, endedTicks: fields[13]! + fields[14]!, pages: fields[21]! };
  } catch {
    return undefined;
  }
}

/** CPU time of these programs so far, microseconds: with their children, and with those that ended. */
export function cpuMicros(pids: readonly number[]): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), statOf(name)] as const);
  const known = new Set(pids);
  let ticks = 0;
  for (const [pid, stat] of all) {
    if (!stat) continue;
    if (known.has(pid)) ticks += stat.ownTicks + stat.endedTicks;
    else if (known.has(stat.parent)) ticks += stat.ownTicks;
  }
  return ticks * tickMicros;
}

/** Resident memory of these programs alone, MiB. */
export const memoryMiB = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + (statOf(pid)?.pages ?? 0) * pageMiB, 0);
