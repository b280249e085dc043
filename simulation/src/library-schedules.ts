import { SeededChance, seedOf } from './chance.js';
import { createDatabase } from './library/database.js';
import { LibrarySchedule } from './library/run.js';
import type { Library } from './library/service.js';
import { Sessions } from './library/sessions.js';
import type { Found } from './model-schedules.js';

/** Schedules of the library's own code: from the nth on, so many; `library` is the module under judgement. */
export interface LibraryJob {
  readonly run: number;
  readonly from: number;
  readonly count: number;
  readonly serverUrl: string;
  readonly library: string;
  readonly untilFound: boolean;
}
export interface LibraryDone {
  readonly schedules: number;
  readonly decisions: number;
  readonly seconds: number;
  readonly bitten: Readonly<Record<string, number>>;
  readonly found: readonly Found[];
}

export async function runLibrarySchedules({ run, from, count, serverUrl, library: at, untilFound }: LibraryJob): Promise<LibraryDone> {
  const began = performance.now();
  const library = await import(at) as Library;
  const database = await createDatabase(serverUrl);
  const sessions = new Sessions(database.serviceUrl, database.admin);
  const bitten: Record<string, number> = {};
  const found: Found[] = [];
  let [schedules, decisions] = [0, 0];
  try {
    while (schedules < count && !(untilFound && found.length > 0) && found.length < 5) {
      const seed = seedOf(run, from + schedules++);
      const outcome = await new LibrarySchedule(new SeededChance(seed), library, database, sessions).run(false);
      decisions += outcome.decisions;
      for (const [bite, times] of outcome.bitten) bitten[bite] = (bitten[bite] ?? 0) + times;
      if (outcome.violation) found.push({ seed, ...outcome.violation });
    }
  } finally {
    await sessions.close();
    await database.drop();
  }
  return { schedules, decisions, seconds: (performance.now() - began) / 1000, bitten, found };
}

/** One schedule, told step by step. */
export async function traceOf(seed: number, serverUrl: string, at: string): Promise<readonly string[]> {
  const database = await createDatabase(serverUrl);
  const sessions = new Sessions(database.serviceUrl, database.admin);
  try {
    const { trace, violation } = await new LibrarySchedule(new SeededChance(seed), await import(at) as Library, database, sessions).run(true);
    return [...trace!, violation ? `VIOLATED ${violation.invariant}: ${violation.message}` : 'Nothing is violated.'];
  } finally {
    await sessions.close();
    await database.drop();
  }
}
