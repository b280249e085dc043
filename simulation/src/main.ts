import { parseArgs } from 'node:util';
import { type Flaw, flawNames } from './model/flaws.js';
import { checkModel, findFlaws, replay } from './model-run.js';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '100000' }, seed: { type: 'string' }, mutants: { type: 'boolean', default: false }, replay: { type: 'string' },
    mutant: { type: 'string' },
  },
});
const flaw = values.mutant as Flaw | undefined;
if (flaw && !flawNames.includes(flaw)) throw new Error(`There is no planted bug of the name ${flaw}`);
const run = Number(values.seed ?? Math.floor(performance.timeOrigin) % 1_000_000);

let well: boolean;
if (values.replay) well = replay(parseInt(values.replay, 16), flaw);
else if (values.mutants) well = await findFlaws(run);
else well = await checkModel(run, Number(values.schedules));
process.exitCode = well ? 0 : 1;
