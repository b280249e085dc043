import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RatioResult, Result } from './run-bench.js';
import type { Spread } from './spread.js';

const folder = resolve(import.meta.dirname, '../../results');

/** Writes the figures as JSON and as the table that the README quotes. */
export function writeResult(result: Result): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.bench}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(folder, `${result.bench}.md`), telling(result));
}

const spread = (value: Spread | undefined): string => (value && Number.isFinite(value.median) && value.max > 0 ? `${value.median} (${value.min} – ${value.max})` : '–');

/** The same for a person: who did how much, then the ratios. */
export function telling({ contenders, ratios, unit, work, rounds, small }: Result): string {
  const named = [...new Set(Object.values(contenders).flatMap((figures) => Object.keys(figures)))];
  const extra = named.filter((name) => !['perSecond', 'cpuMicros', 'memoryMiB'].includes(name));
  const head = ['', `${unit}/s`, `CPU µs each`, 'memory MiB', ...extra.map(spaced)];
  const lines = Object.entries(contenders).map(([name, figures]) =>
    [name, spread(figures['perSecond']), spread(figures['cpuMicros']), spread(figures['memoryMiB']), ...extra.map((field) => spread(figures[field]))]);
  const ratioLines = Object.entries(ratios).map(([what, ratio]) =>
    [what, spread(ratio), `${sign(ratio)} ${ratio.aim}`, `${sign(ratio)} ${ratio.floor}`, verdict(ratio)]);
  if (small) return 'Everything was right. A small run has no figures.';
  return [
    `${work}. Median (range) of ${rounds.length} rounds.`, '', ...table(head, lines), '', ...table(['ratio', 'measured', 'aim', 'floor', ''], ratioLines), '',
  ].join('\n');
}

const spaced = (name: string): string => name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
const table = (head: string[], lines: string[][]): string[] => [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
const sign = ({ better }: RatioResult): string => (better === 'higher' ? '≥' : '≤');

/** The rule of the suite: passed when the worst round comes within a tenth of the figure. */
function verdict({ median, min, max, aim, floor, better }: RatioResult): string {
  const reaches = (goal: number): boolean => (better === 'higher' ? median >= goal && min >= 0.9 * goal : median <= goal && max <= goal / 0.9);
  if (reaches(aim)) return 'aim reached';
  return reaches(floor) ? 'floor reached' : 'below the floor';
}
