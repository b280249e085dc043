import { RecordedChance, SeededChance, seedOf } from './chance.js';
import { type Flaw, flawNames } from './model/flaws.js';
import { runSchedule } from './model/schedule.js';
import { shrink } from './shrink.js';
import { runModelSchedules } from './model-schedules.js';

const firstSeedOf = (flaw: Flaw): { seed: number; invariant: string } => runModelSchedules({ run: 1, from: 0, count: 20_000, flaw }).found[0]!;

describe('a schedule of the model', () => {
  it('breaks nothing when the protocol is sound', () => {
    expect(runModelSchedules({ run: 1, from: 0, count: 500 }).found).toEqual([]);
  });
  it('is the same to the byte when its seed is the same', () => {
    const traceOf = (seed: number): string => runSchedule(new SeededChance(seed), { tracing: true }).trace!.join('\n');
    expect(traceOf(seedOf(1, 7))).toBe(traceOf(seedOf(1, 7)));
    expect(traceOf(seedOf(1, 7))).not.toBe(traceOf(seedOf(1, 8)));
  });
});

describe('a planted bug', () => {
  it.each(flawNames.filter((each) => !['reread-in-pages', 'aggregate-locked-late'].includes(each)))('%s is found', (flaw) => {
    expect(firstSeedOf(flaw)).toBeDefined();
  });
  it('is shown by a smaller schedule that breaks the same and is the same each time', () => {
    const { seed, invariant } = firstSeedOf('confirm-before-publish');
    const chance = new SeededChance(seed);
    const before = runSchedule(chance, { flaw: 'confirm-before-publish', tracing: true });
    const smaller = shrink(chance.drawn, invariant, 'confirm-before-publish');
    expect(smaller.violation?.invariant).toBe(invariant);
    expect(smaller.trace!.length).toBeLessThan(before.trace!.length);
    expect(shrink(chance.drawn, invariant, 'confirm-before-publish').trace).toEqual(smaller.trace);
  });
  it('is none where nothing goes wrong', () => {
    expect(runSchedule(new RecordedChance([]), { flaw: 'confirm-before-publish' }).violation).toBeUndefined();
  });
});
