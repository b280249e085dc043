import { RecordedChance } from './chance.js';
import { type Outcome, runSchedule } from './model/schedule.js';
import type { Flaw } from './model/flaws.js';

/**
 * Makes a failing schedule smaller: choices are left out in ever smaller pieces, or made harmless, as long as the same invariant is still
 * broken. The same choices always end at the same trace.
 */
export function shrink(choices: readonly number[], invariant: string, flaw?: Flaw): Outcome {
  const fails = (some: readonly number[]): boolean => {
    try {
      return runSchedule(new RecordedChance(some), { flaw }).violation?.invariant === invariant;
    } catch {
      return false;
    }
  };
  let smallest = [...choices];
  for (let size = smallest.length >> 1, tries = 0; size >= 1 && tries < 4_000; size >>= 1) {
    for (let at = 0; at < smallest.length && tries < 4_000; tries++) {
      const without = smallest.toSpliced(at, size);
      const harmless = smallest.map((choice, nth) => (nth >= at && nth < at + size ? 0 : choice));
      if (fails(without)) smallest = without;
      else if (harmless.some((choice, nth) => choice !== smallest[nth]) && fails(harmless)) smallest = harmless;
      else at += size;
    }
  }
  return runSchedule(new RecordedChance(smallest), { flaw, tracing: true });
}
