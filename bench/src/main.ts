import { b1 } from './b1-accept/b1.js';
import { b3 } from './b3-relay/b3.js';
import { b4 } from './b4-consume/b4.js';
import { b5 } from './b5-latency/b5.js';
import { b8 } from './b8-rebuild/b8.js';
import { growth } from './growth/growth.js';
import type { Bench } from './run/bench.js';
import { runBench } from './run/run-bench.js';
import { telling, writeResult } from './run/results.js';

/** `npm run bench -- <name> [--small] [--rounds n]`: measures, or with `--small` only looks whether everything is right. */
const benches: readonly Bench[] = [b1, b3, b4, b5, b8, growth];
const [wanted, ...options] = process.argv.slice(2);
const chosen = wanted === 'all' ? benches : benches.filter(({ name }) => name === wanted);
if (chosen.length === 0) {
  process.stderr.write(`Say which: npm run bench -- ${benches.map(({ name }) => name).join(' | ')} | all [--small] [--rounds 5]\n`);
  process.exit(1);
}
const small = options.includes('--small');
const rounds = small ? 1 : Number(options[options.indexOf('--rounds') + 1] ?? 5) || 5;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
for (const bench of chosen) {
  console.log(`${bench.name}: ${bench.work}`);
  const result = await runBench(bench, { small, rounds, say: console.log });
  console.log(telling(result));
  if (!small) writeResult(result);
}
process.exit(0);
