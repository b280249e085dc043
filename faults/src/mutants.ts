import { checkout, terminal } from '@hhp/local-stack';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CheckoutCopy } from './planted/checkout-copy.js';
import { ScenarioProcess, budgetSeconds } from './planted/scenario-process.js';
import { scenarios } from './planted/scenarios.js';

/**
 * `npm run faults:mutants [-- name …]`: plants one bug after the other into a copy of the shipped code and runs the scenario that is to find
 * it, by name, within its budget. The code without bugs passes all these scenarios before and after.
 */
interface Planted { readonly name: string; readonly file: string; readonly what: string; readonly foundBy: readonly string[]; readonly scenario: string }

const folder = join(checkout, 'faults/mutants');

function plantedIn(file: string): Planted {
  const text = readFileSync(join(folder, file), 'utf8');
  const of = (field: string): string => new RegExp(`^${field}: (.+)$`, 'm').exec(text)?.[1] ?? '';
  return { name: file.replace(/\.patch$/, ''), file: join(folder, file), what: of('What'), foundBy: of('Found by').split(', '), scenario: of('Scenario') };
}

/** `--bugs-alone` leaves out the runs without a bug: for whoever has just seen them. */
const bugsAlone = process.argv.includes('--bugs-alone');
const chosen = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const all = readdirSync(folder).filter((name) => name.endsWith('.patch')).sort().map(plantedIn).filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const progress = terminal();
const copy = new CheckoutCopy();
const running = new ScenarioProcess(copy);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.once('exit', () => {
  running.stop();
  copy.remove();
});
const began = Date.now();
let wrong = 0;

async function clean(when: string): Promise<void> {
  for (const scenario of Object.keys(scenarios).filter((each) => all.some((planted) => planted.scenario === each))) {
    const broken = await running.broken(scenario);
    const well = broken?.length === 0;
    wrong += Number(!well);
    progress.say(`  ${well ? 'ok' : 'NO'}  without any bug, ${when}: ${scenario}${well ? '' : ` found ${broken?.join(', ') ?? 'no verdict'}`}`);
  }
}

async function hunt({ name, file, what, foundBy, scenario }: Planted): Promise<void> {
  const since = Date.now();
  await copy.patch(file, { back: false });
  try {
    const broken = await running.broken(scenario);
    const by = broken?.filter((id) => foundBy.includes(id)) ?? [];
    wrong += Number(by.length === 0);
    const how = by.length > 0 ? `found by ${by.join(', ')}` : `NOT found by ${foundBy.join(' or ')} (${broken?.join(', ') ?? 'no verdict'})`;
    progress.say(`  ${by.length > 0 ? 'ok' : 'NO'}  ${name.padEnd(36)} ${how}, ${scenario}, ${((Date.now() - since) / 1_000).toFixed(0)} s: ${what}`);
  } finally {
    await copy.patch(file, { back: true });
  }
}

try {
  progress.say(`${all.length} planted bugs, each found by name within ${budgetSeconds} s`);
  await copy.build();
  if (!bugsAlone) await clean('before');
  for (const each of all) {
    await hunt(each).catch((error: unknown) => {
      wrong++;
      progress.say(`  NO  ${each.name}: ${(error as Error).message}`);
    });
  }
  if (!bugsAlone) await clean('after');
  progress.say(wrong === 0 ? `All ${all.length} were found, in ${((Date.now() - began) / 60_000).toFixed(1)} minutes.` : `${wrong} did not go as they must.`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  process.exit();
}
