import { rest } from '@hhp/messaging';
import { needCommands, coordinator } from '../b1-accept/commands.js';
import { type Load, atRate } from '../load/load.js';
import { type Contender, Wrong, mustBe } from '../run/bench.js';
import { cpuMicros, memoryMiB } from '../run/processes.js';
import { quantile } from '../run/spread.js';
import type { Program } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import type { Arrivals } from './arrivals.js';

/** A program that accepts, and one that gets to know by events what was accepted. */
export interface Pair {
  readonly accepts: Program;
  readonly learns: Program;
  readonly members: readonly string[];
  readonly arrivals: Arrivals;
}

export interface Pace {
  readonly perSecond: number;
  /** Of a round, by its number. */
  readonly warmUpSeconds: (round: number) => number;
  readonly seconds: number;
}

const patienceMs = 60_000;

/** Commands come at a steady rate whatever becomes of them; how long it takes from when each was due until the other service knows it. */
export function travel(name: string, servers: Servers, { accepts, learns, members, arrivals }: Pair, pace: Pace): Contender {
  return { name, round: async (nth) => {
    const due = new Map<string, number>();
    const load: Load = {
      url: accepts.url, connections: 64, next: needCommands(members, await servers.issuer.tokenFor(coordinator)),
      answered: (ask, { body }, at) => { if (ask.counts) due.set((JSON.parse(body) as { needId: string }).needId, at); },
    };
    await atRate(load, pace.perSecond, pace.warmUpSeconds(nth));
    await untilSeen(name, due, arrivals);
    due.clear();
    const own = [accepts.pid, learns.pid];
    const all = [...own, servers.postgresPid, servers.kafkaPid];
    const cpu = cpuMicros(all);
    const { done, seconds } = await atRate(load, pace.perSecond, pace.seconds);
    await untilSeen(name, due, arrivals);
    const spent = cpuMicros(all) - cpu;
    mustBe(`${name}: needs that arrived twice`, arrivals.twice(), 0);
    const latencies = [...due].map(([need, at]) => arrivals.seen.get(need)! - at).sort((one, other) => one - other);
    return {
      perSecond: done / seconds, cpuMicros: spent / due.size, memoryMiB: memoryMiB(own),
      more: { p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99), maxMs: latencies.at(-1)! },
    };
  } };
}

async function untilSeen(name: string, due: ReadonlyMap<string, number>, { seen }: Arrivals): Promise<void> {
  for (const giveUp = Date.now() + patienceMs; ; await rest(10)) {
    const missing = [...due.keys()].filter((need) => !seen.has(need)).length;
    if (missing === 0) return;
    if (Date.now() > giveUp) throw new Wrong(`${name}: ${missing} of ${due.size} needs have not arrived`);
  }
}
