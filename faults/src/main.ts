import { checkout, dropHarmlessWarnings, terminal } from '@hhp/local-stack';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { optionsOf } from './options.js';
import { scheduleOf } from './nemesis/schedule.js';
import { exitCodes, outcomeOf, reportPage, reportText } from './report/report.js';
import { runFaults } from './run.js';
import { EarlierBuild } from './world/other-build.js';
import { said } from './world/programs.js';
import { hasFakeTime, startWorld } from './world/world.js';

/** `npm run faults -- --size smoke|standard|full [--seed N]`: breaks a stack of its own under load and lets the checker judge. */
const { size, seed, report, earlier: commit } = optionsOf(process.argv.slice(2));
const asked = report && {
  line: process.argv.slice(2).filter((word, nth, all) => word !== '--report' && all[nth - 1] !== '--report').join(' '),
  commit: (await said('git', ['-C', checkout, 'describe', '--always', '--dirty'])).trim(), day: new Date().toISOString().slice(0, 10), loadBefore: loadavg()[0]!,
};
const progress = terminal();
dropHarmlessWarnings();
progress.say(`Faults, size ${size.name} (${size.kills} kills), seed ${seed}`);
const clocks = hasFakeTime();
const earlier = commit ? await progress.step(`The product of ${commit}, built`, () => Promise.resolve(new EarlierBuild(commit))) : undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1)); // what still runs is killed at the exit
const world = await startWorld({ progress, clocks });
try {
  const findings = await runFaults({
    world, size, seed, progress, replays: true,
    schedule: (chance) => scheduleOf(chance, world.services, { kills: size.kills, clocks, backlogs: size.backlog, earlier }),
  });
  const text = reportText(findings);
  progress.say(text);
  if (asked) writeFileSync(report, reportPage(findings, text, asked));
  process.exitCode = exitCodes[outcomeOf(findings)];
} finally {
  await world.stop();
}
process.exit();
