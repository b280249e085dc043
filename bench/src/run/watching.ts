import { rest } from '@hhp/messaging';
import { cpuMicros } from './processes.js';

/** What share of the work is a warm-up that does not count. */
const warmUp = 0.2;

interface Sample {
  readonly done: number;
  readonly at: number;
  readonly cpu: number;
}

export interface Watched {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

/** Looks again and again how much is done until all is; the first fifth is a warm-up. */
export async function watch(pids: readonly number[], done: () => Promise<number>, total: number, patienceMs = 120_000): Promise<Watched> {
  const sample = async (): Promise<Sample> => ({ done: await done(), at: performance.now(), cpu: cpuMicros(pids) });
  const beginning = await sample();
  let first: Sample | undefined;
  for (const giveUp = Date.now() + patienceMs; ; await rest(20)) {
    const now = await sample();
    if (now.done >= total) return between(first ?? beginning, now);
    if (now.done >= warmUp * total) first ??= now;
    if (Date.now() > giveUp) throw new Error(`${now.done} of ${total} are done after ${patienceMs} ms`);
  }
}

const between = (one: Sample, other: Sample): Watched => ({
  perSecond: ((other.done - one.done) / (other.at - one.at)) * 1000, cpuMicros: (other.cpu - one.cpu) / (other.done - one.done),
});
