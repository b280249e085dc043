import { SeededChance, seedOf } from './chance.js';
import type { Bite } from './model/bites.js';
import type { Flaw } from './model/flaws.js';
import { runSchedule } from './model/schedule.js';

/** Some schedules of a run: from the nth on, so many of them; with a planted bug the first that shows it ends the job. */
export interface Job {
  readonly run: number;
  readonly from: number;
  readonly count: number;
  readonly flaw?: Flaw | undefined;
}

export interface Found {
  readonly seed: number;
  readonly invariant: string;
  readonly message: string;
}

export interface Done {
  readonly schedules: number;
  readonly steps: number;
  readonly seconds: number;
  readonly bitten: Partial<Record<Bite, number>>;
  readonly found: readonly Found[];
}

/** An error of the model itself is found like a broken invariant, so that its seed is not lost. */
const outcomeOf = (seed: number, flaw?: Flaw): Pick<ReturnType<typeof runSchedule>, 'violation' | 'bitten' | 'steps'> => {
  try {
    return runSchedule(new SeededChance(seed), { flaw });
  } catch (failure) {
    return { violation: { invariant: 'model', message: String(failure) }, bitten: new Set(), steps: 0 };
  }
};

export function runModelSchedules({ run, from, count, flaw }: Job): Done {
  const began = performance.now();
  const bitten: Partial<Record<Bite, number>> = {};
  const found: Found[] = [];
  let [schedules, steps] = [0, 0];
  while (schedules < count && !(flaw && found.length > 0)) {
    const seed = seedOf(run, from + schedules++);
    const outcome = outcomeOf(seed, flaw);
    steps += outcome.steps;
    for (const bite of outcome.bitten) bitten[bite] = (bitten[bite] ?? 0) + 1;
    if (outcome.violation && found.length < 5) found.push({ seed, ...outcome.violation });
  }
  return { schedules, steps, seconds: (performance.now() - began) / 1000, bitten, found };
}
