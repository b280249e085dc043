import { serversForTests } from '@hhp/local-stack';
import { seedName } from './chance.js';
import { type LibraryDone, type LibraryJob, traceOf } from './library-schedules.js';
import { patchNames, patched, shipped } from './patched.js';
import { grouped, table } from './table.js';
import type { Found } from './model-schedules.js';
import { inParallel } from './in-parallel.js';

const chunk = 50;
/** So many schedules a planted bug of the library may take to be found. */
const budget = 300;

/** What has to happen sometimes, as in the model. */
const bites: Readonly<Record<string, string>> = {
  died: 'a process died',
  'commit-lost': 'a commit whose answer was lost', repeated: 'a command asked again', unacknowledged: 'a publish whose acknowledgement was lost',
  'publish-failed': 'a publish that failed', 'in-part': 'a publish that was stored in part', cut: "a relay's connection was cut",
  'slot-lost': 'a slot was lost',
  reread: 'the outbox was read again', copied: 'a copy from outside', reassigned: 'a partition was given away', duplicate: 'a duplicate dropped',
  released: 'an event behind a key was released', discarded: 'a key was discarded', swapped: 'a rebuild changed places', deadline: 'a deadline came',
  'time-jumped': 'time jumped past every lease', 'waited-for-lock': 'a statement waited for the lock of another transaction',
  shared: 'partitions shared a transaction',
  compared: "transactions whose decisions were compared with the model's",
};

/** Only PostgreSQL: the log is simulated. */
const server = (): ReturnType<typeof serversForTests> => serversForTests({ ...process.env, TEST_KAFKA_BROKERS: 'none' });

/** Runs schedules of the library's own code; true when nothing was violated, every decision was the model's, and every fault has bitten. */
export async function checkLibrary(run: number, schedules: number): Promise<boolean> {
  const { databaseUrl, stop } = await server();
  const began = performance.now();
  const counts: Record<string, number> = {};
  const found: Found[] = [];
  let [done, decisions] = [0, 0];
  try {
    const jobs = Array.from({ length: Math.ceil(schedules / chunk) }, (_, nth): LibraryJob =>
      ({ run, from: nth * chunk, count: Math.min(chunk, schedules - nth * chunk), serverUrl: databaseUrl, library: shipped(), untilFound: false }));
    await inParallel(jobs, (_, answer: LibraryDone) => {
      done += answer.schedules;
      decisions += answer.decisions;
      found.push(...answer.found);
      for (const [bite, times] of Object.entries(answer.bitten)) counts[bite] = (counts[bite] ?? 0) + times;
    });
  } finally {
    await stop();
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`\nThe library on PostgreSQL: ${grouped(done)} schedules in ${seconds.toFixed(1)} s (${(done / seconds).toFixed(1)} schedules/s), seed ${run}\n`);
  console.log(table([
    [found.length === 0 ? '✓' : '✗', `${grouped(found.length)} violations`],
    ['✓', `${grouped(decisions)} records of the live reader decided as the model decides`],
  ]));
  console.log('\n  how often it happened\n');
  console.log(table(Object.entries(bites).map(([bite, sentence]) => [grouped(counts[bite] ?? 0).padStart(9), sentence])));
  for (const { seed, invariant, message } of found) console.log(`\n✗ ${invariant}: ${message}\n  npm run simulate -- --library --replay ${seedName(seed)}`);
  const toothless = Object.entries(bites).filter(([bite]) => !counts[bite]).map(([, sentence]) => sentence);
  if (toothless.length > 0) console.log(`\n✗ never happened: ${toothless.join('; ')}`);
  return found.length === 0 && toothless.length === 0;
}

/** Every patch of the library's source has to fit, and to be found. */
export async function findPatches(run: number): Promise<boolean> {
  const { databaseUrl, stop } = await server();
  const names = patchNames();
  const missed: string[] = [];
  console.log(`\n${names.length} patches of the library's source, seed ${run}: broken invariant, seed, schedules and time until it was found\n`);
  const tell = (name: string, first: Found | undefined, cost: string, otherwise: string): void => {
    if (!first) missed.push(name);
    const [mark, seed, message] = first ? ['✓', seedName(first.seed), first.message] : ['✗', otherwise, ''];
    console.log(table([[mark, name.padEnd(26), (first?.invariant ?? '').padEnd(4), seed.padEnd(9), cost.padStart(22), message.slice(0, 90)]]));
  };
  try {
    const jobs = names.flatMap((name) => {
      try {
        return [{ run, from: 0, count: budget, serverUrl: databaseUrl, library: patched(name), untilFound: true, name }];
      } catch {
        tell(name, undefined, '', 'does not fit');
        return [];
      }
    });
    await inParallel(jobs, ({ name }, { found: [first], schedules, seconds }: LibraryDone) => {
      tell(name, first, `${grouped(schedules)} in ${seconds.toFixed(1)} s`, 'not found');
    });
  } finally {
    await stop();
  }
  return missed.length === 0;
}

/** One schedule of the library, step by step, as it is shipped or with a patch. */
export async function replayLibrary(seed: number, patch?: string): Promise<boolean> {
  const { databaseUrl, stop } = await server();
  try {
    const trace = await traceOf(seed, databaseUrl, patch ? patched(patch) : shipped());
    console.log(trace.join('\n'));
    return !trace.at(-1)!.startsWith('VIOLATED');
  } finally {
    await stop();
  }
}
