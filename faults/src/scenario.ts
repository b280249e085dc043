import { dropHarmlessWarnings, progressOn } from '@hhp/local-stack';
import { type Findings, reportText } from './report/report.js';
import { runFaults } from './run.js';
import { nextRelease, scenarios } from './planted/scenarios.js';
import { buildIn } from './world/other-build.js';
import { startWorld } from './world/world.js';

/**
 * One scenario, on the product as it is built here: `node faults/dist/scenario.js <name> <seed> [folder]`, the folder being that of another build
 * that comes and goes. The last line names what broke.
 */
const [name = '', seed = '1', folder] = process.argv.slice(2);
const scenario = folder ? nextRelease(buildIn(folder, 'the next release')) : scenarios[name];
if (!scenario) throw new Error(`A scenario is one of ${Object.keys(scenarios).join(', ')}`);
dropHarmlessWarnings();
const progress = progressOn((text) => { process.stdout.write(text); });
const { services, lanes, afterwards, replays = false, clocks = false, absent } = scenario;
const size = { name, kills: 0, membersOfPlan: 15, rate: 120, breathMs: 500, restSeconds: 25, warmUpMs: 500, trials: 0, backlog: 0 };
/** Too few for what every whole run must show. */
const unasked = ['answers that nobody knew', 'commands asked again with their key', 'repetitions that readers had to drop'];

function verdictOf(findings: Findings): string[] {
  const broken = findings.verdicts.filter((each) => each.broken.length > 0).map(({ id }) => id);
  return [...broken, ...findings.bites.filter(([bite, count]) => count === 0 && !unasked.includes(bite)).map(([bite]) => `bite: ${bite}`)];
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1)); // what still runs is killed at the exit
const world = await startWorld({ progress, services, clocks });
try {
  const findings = await runFaults({ world, size, seed: Number(seed), progress, replays, absent, afterwards, schedule: () => lanes });
  progress.say(reportText(findings));
  const broken = verdictOf(findings);
  progress.say(JSON.stringify({ broken }));
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  await world.stop();
}
process.exit();
