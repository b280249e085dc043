import { checkout, terminal } from '@hhp/local-stack';
import { join } from 'node:path';
import { CheckoutCopy } from './planted/checkout-copy.js';
import { ScenarioProcess } from './planted/scenario-process.js';

/**
 * `npm run faults:next-version`: a synthetic next version of one event (I16). Release N reads both versions and writes the old one, release N+1
 * writes the new one; N+1 comes and is taken back under load. Without the release that reads both, the same must be found broken.
 */
const patch = (name: string): string => join(checkout, 'faults/next-version', name);
const progress = terminal();
const [ours, next] = [new CheckoutCopy(), new CheckoutCopy()];
const running = new ScenarioProcess(ours);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.once('exit', () => {
  running.stop();
  for (const each of [ours, next]) each.remove();
});

async function upgraded(): Promise<readonly string[] | undefined> {
  return running.broken('next-release', [next.folder], (text) => { process.stdout.write(text); });
}

await ours.build();
await next.build();
for (const each of [ours, next]) await each.patch(patch('reads-both.patch'), { back: false });
await next.patch(patch('writes-new.patch'), { back: false });
progress.say('Release N, which reads both versions; N+1 writes the new one');
const broken = await upgraded();
await ours.patch(patch('reads-both.patch'), { back: true });
progress.say('\nA release that reads only the old version: this must be found');
const found = await upgraded();
const holds = broken?.length === 0 && found?.includes('I5 rest') === true;
progress.say(`\nUpgrade and rollback: ${broken?.length === 0 ? 'nothing broke' : `broke ${broken?.join(', ') ?? 'no verdict'}`}. `
  + `Without the release in between: ${found?.includes('I5 rest') ? 'found' : 'NOT found'} by I5 rest (${found?.join(', ') ?? 'no verdict'}).`);
process.exit(holds ? 0 : 1);
