import { parseArgs } from 'node:util';
import { checkLibrary, findPatches, replayLibrary } from './library-run.js';
import { type Flaw, flawNames } from './model/flaws.js';
import { checkModel, findFlaws, replay } from './model-run.js';
import { patchNames } from './patched.js';

const { values: { library, mutants, mutant, replay: again, seed, schedules, 'library-schedules': librarySchedules } } = parseArgs({
  options: {
    schedules: { type: 'string', default: '100000' }, 'library-schedules': { type: 'string', default: '2000' }, seed: { type: 'string' },
    mutants: { type: 'boolean', default: false }, replay: { type: 'string' }, mutant: { type: 'string' }, library: { type: 'boolean', default: false },
  },
});
const known: readonly string[] = library ? patchNames() : flawNames;
if (mutant && !known.includes(mutant)) throw new Error(`There is no planted bug of the name ${mutant}; there are: ${known.join(', ')}`);
const run = Number(seed ?? Math.floor(performance.timeOrigin) % 1_000_000);

/** All that was asked for is run, also after something was found. */
async function all(...checks: (() => Promise<boolean>)[]): Promise<boolean> {
  let well = true;
  for (const check of checks) well = await check() && well;
  return well;
}

let well: boolean;
if (again && library) well = await replayLibrary(parseInt(again, 16), mutant);
else if (again) well = replay(parseInt(again, 16), mutant as Flaw | undefined);
else if (mutants) well = await all(() => checkModel(run, 20_000), () => findFlaws(run), () => findPatches(run), () => checkLibrary(run, 60));
else well = await all(() => checkModel(run, Number(schedules)), async () => Number(librarySchedules) === 0 || checkLibrary(run, Number(librarySchedules)));
process.exitCode = well ? 0 : 1;
