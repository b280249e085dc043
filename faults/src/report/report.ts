import { cpus, totalmem } from 'node:os';
import type { Judgement } from '../checker/judge.js';
import type { Verdict } from '../checker/verdict.js';
import type { LoadCounts } from '../client/load.js';
import type { Recovery } from '../nemesis/fault.js';
import type { Told } from '../nemesis/nemesis.js';

/** Everything that a run found. */
export interface Findings {
  readonly size: string;
  readonly seed: number;
  readonly seconds: number;
  readonly loadSeconds: number;
  readonly restSeconds: number;
  readonly counts: LoadCounts;
  readonly told: readonly Told[];
  readonly judgement: Judgement;
  readonly verdicts: readonly Verdict[];
  readonly bites: readonly (readonly [name: string, count: number])[];
  readonly recoveries: readonly Recovery[];
  readonly troubles: ReadonlyMap<string, number>;
  readonly memory: ReadonlyMap<string, number>;
}

/** What a run comes to: all of it held; something was broken; or nothing was, but a fault never came about, so that the run says too little. */
export type Outcome = 'holds' | 'broken' | 'too-little';
export function outcomeOf({ verdicts, bites }: Pick<Findings, 'verdicts' | 'bites'>): Outcome {
  if (verdicts.some(({ broken }) => broken.length > 0)) return 'broken';
  return bites.some(([, count]) => count === 0) ? 'too-little' : 'holds';
}
/** By which a process ends. */
export const exitCodes: Readonly<Record<Outcome, number>> = { 'holds': 0, 'broken': 1, 'too-little': 2 };
const lastWords: Readonly<Record<Outcome, string>> = {
  'holds': 'All of it holds.', 'broken': 'It does not hold.', 'too-little': 'Nothing was found broken, but a fault never came about: this run says too little.',
};

const percentile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const mostShown = 8;

/** The end of a run as a person reads it. */
export function reportText(findings: Findings): string {
  const { size, seed, counts, judgement, verdicts, bites, recoveries, loadSeconds, restSeconds, memory, seconds } = findings;
  const commands = counts.done + counts.refused;
  const lines = [
    '', `Size ${size}, seed ${seed}: ${commands} commands in ${loadSeconds.toFixed(0)} s (${(commands / loadSeconds).toFixed(0)}/s): ${counts.done} done, ${counts.refused} refused; `
    + `${counts.unknown} answers unknown, ${counts.repeats} asked again. ${judgement.events} records in Kafka, ${judgement.mails} mails and ${judgement.repeatedMails} repetitions. At rest after ${restSeconds.toFixed(1)} s; ${seconds.toFixed(0)} s in all.`,
    '', '  invariant   looked at   broken', ...verdicts.map(({ id, what, looked, broken }) => `  ${broken.length === 0 ? 'ok' : 'NO'} ${id.padEnd(8)} ${String(looked).padStart(9)} ${String(broken.length).padStart(8)}   ${what}`),
  ];
  for (const { id, broken } of verdicts) {
    for (const each of broken.slice(0, mostShown)) lines.push(`     ${id}: ${each}`);
    if (broken.length > mostShown) lines.push(`     ${id}: and ${broken.length - mostShown} more`);
  }
  lines.push('', '  the faults bit', ...bites.map(([name, count]) => `  ${count > 0 ? 'ok' : 'NO'} ${String(count).padStart(7)}   ${name}`));
  lines.push('', '  reader                                   records   repeated   parked', ...judgement.flows.map((flow) =>
    `     ${flow.reader.padEnd(38)} ${String(flow.records).padStart(7)} ${String(flow.repeated).padStart(10)} ${String(flow.parked).padStart(8)}`));
  for (const of of ['service', 'broker', 'database'] as const) {
    const times = recoveries.filter((each) => each.of === of).map((each) => each.seconds).sort((one, other) => one - other);
    if (times.length === 0) continue;
    const ratios = recoveries.filter((each) => each.of === of && each.against).map((each) => each.seconds / each.against!).sort((one, other) => one - other);
    lines.push(`  recovery of a ${of}: ${times.length} trials, p50 ${percentile(times, 0.5).toFixed(1)} s, p99 ${percentile(times, 0.99).toFixed(1)} s`
      + (ratios.length > 0 ? `; against the server itself × ${percentile(ratios, 0.5).toFixed(2)} (p50), × ${percentile(ratios, 0.99).toFixed(2)} (p99)` : ''));
  }
  const troubles = [...findings.troubles].sort(([, one], [, other]) => other - one).slice(0, mostShown);
  lines.push(`  no answer, or a no: ${troubles.map(([what, count]) => `${what} × ${count}`).join(', ')}`);
  lines.push(`  most memory: ${[...memory].map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)}`).join(', ')} MiB`);
  const outcome = outcomeOf(findings);
  lines.push('', `${lastWords[outcome]}${outcome === 'holds' ? '' : ` The same again: npm run faults -- --size ${size} --seed ${seed}`}`);
  return lines.join('\n');
}

/** How a run was asked for, of which code, and what else the machine did when it began (the load of its last minute). */
export interface Asked { readonly line: string; readonly commit: string; readonly day: string; readonly loadBefore: number }

/** The same as a page to be kept: what was run, on what, what it found, and every fault in its order. */
export function reportPage(findings: Findings, text: string, { line, commit, day, loadBefore }: Asked): string {
  const { size, seed, told } = findings;
  const [cpu] = cpus();
  return [
    `# Faults: ${size}, seed ${seed}`, '', `\`npm run faults -- ${line}\` on ${day}, code of commit ${commit}, on ${cpus().length} × ${cpu?.model ?? 'cpu'}, `
    + `${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}; the load of the machine before it was ${loadBefore.toFixed(1)}.`, '', '```', text.trim(), '```', '', '## The faults', '', '```', ...told.map(({ at, fault, how }) => `${at.toFixed(1).padStart(7)} s  ${fault}: ${how}`), '```', '',
  ].join('\n');
}
