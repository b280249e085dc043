import { SeededChance, seedName } from './chance.js';
import { type Bite, biteNames, bites } from './model/bites.js';
import { type Flaw, flawNames, flaws } from './model/flaws.js';
import { runSchedule } from './model/schedule.js';
import { shrink } from './shrink.js';
import { grouped, table } from './table.js';
import type { Done, Found } from './model-schedules.js';
import { inParallel } from './in-parallel.js';

const chunk = 1_000;
/** So many schedules a planted bug may take to be found. */
const budget = 20_000;

export const invariants: Readonly<Record<string, string>> = {
  I1: 'no acknowledged command is lost', I2: 'no effect comes twice', I3: 'unknown outcomes resolve', I4: "an aggregate's events in order, without gaps",
  I5: 'nothing is stuck when faults have ended', I6: 'no illegal step of a life', I7: 'projections equal a replay, rebuilt ones too',
  I13: 'every record is counted once',
};

/** Runs schedules of the model and says what was seen; true when nothing was violated and every fault has bitten. */
export async function checkModel(run: number, schedules: number): Promise<boolean> {
  const began = performance.now();
  const jobs = Array.from({ length: Math.ceil(schedules / chunk) }, (_, nth) =>
    ({ run, from: nth * chunk, count: Math.min(chunk, schedules - nth * chunk) }));
  const counts = new Map<Bite, number>();
  const found: Found[] = [];
  let [done, steps] = [0, 0];
  await inParallel(jobs, (_, answer: Done) => {
    done += answer.schedules;
    steps += answer.steps;
    found.push(...answer.found);
    for (const bite of biteNames) counts.set(bite, (counts.get(bite) ?? 0) + (answer.bitten[bite] ?? 0));
  });
  const seconds = (performance.now() - began) / 1000;
  const speed = `${seconds.toFixed(1)} s (${grouped(done / seconds)} schedules/s)`;
  console.log(`\nThe model: ${grouped(done)} schedules of ${grouped(steps / done)} steps in ${speed}, seed ${run}\n`);
  console.log(table(Object.entries(invariants).map(([name, sentence]) => {
    const broken = found.filter(({ invariant }) => invariant === name);
    return [broken.length === 0 ? '✓' : '✗', name, sentence, broken.map(({ seed }) => seedName(seed)).join(' ')];
  })));
  console.log('\n  schedules in which it happened\n');
  console.log(table(Object.entries(bites).map(([sentence, bite]) => [grouped(counts.get(bite) ?? 0).padStart(9), sentence])));
  for (const each of found.slice(0, 3)) tell(each);
  const toothless = Object.entries(bites).filter(([, bite]) => !counts.get(bite)).map(([sentence]) => sentence);
  if (toothless.length > 0) console.log(`\n✗ never happened: ${toothless.join('; ')}`);
  return found.length === 0 && toothless.length === 0;
}

/** The invariant, how to see it again, and the smallest trace that still breaks it. */
function tell({ seed, invariant, message }: Found, flaw?: Flaw): void {
  console.log(`\n✗ ${invariant}: ${message}\n  npm run simulate -- --replay ${seedName(seed)}${flaw ? ` --mutant ${flaw}` : ''}`);
  console.log(minimal(seed, invariant, flaw).map((line) => `    ${line}`).join('\n'));
}

function minimal(seed: number, invariant: string, flaw?: Flaw): readonly string[] {
  const chance = new SeededChance(seed);
  runSchedule(chance, { flaw });
  return withoutIdle(shrink(chance.drawn, invariant, flaw).trace ?? []);
}

/** Steps that changed nothing that is told stand in a full trace only. */
const withoutIdle = (trace: readonly string[]): readonly string[] => trace.filter((line) => !line.includes('  · '));

/** One schedule again, every step of it, and then the smallest that breaks the same. */
export function replay(seed: number, flaw?: Flaw): boolean {
  const { trace, violation } = runSchedule(new SeededChance(seed), { flaw, tracing: true });
  console.log(trace!.join('\n'));
  if (!violation) console.log('Nothing is violated.');
  else tell({ seed, ...violation }, flaw);
  return violation === undefined;
}

/** Every planted bug of the model has to be found. */
export async function findFlaws(run: number): Promise<boolean> {
  const rows: string[][] = [];
  let all = true;
  await inParallel(flawNames.map((flaw) => ({ run, from: 0, count: budget, flaw })), ({ flaw }, { schedules, seconds, found: [first] }: Done) => {
    all &&= first !== undefined;
    const [mark, seed] = first ? ['✓', seedName(first.seed)] : ['✗', 'not found'];
    rows.push([mark, flaw, first?.invariant ?? '', seed, grouped(schedules), `${seconds.toFixed(2)} s`, flaws[flaw]]);
  });
  console.log(`\n${rows.length} planted bugs of the model, seed ${run}: broken invariant, seed, schedules and time until it was found\n`);
  console.log(table(rows.sort(([, one], [, other]) => flawNames.indexOf(one as Flaw) - flawNames.indexOf(other as Flaw))));
  return all;
}
