import { randomUUID } from 'node:crypto';
import { readAll, readEach } from './outside.js';
import { Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.close());

const several = (count: number, member?: string) => Array.from({ length: count }, () => ({ id: randomUUID(), member: member ?? randomUUID(), version: 1 }));
const idsOf = (facts: readonly { readonly id: string }[]): string[] => facts.map(({ id }) => id);
const pause = (millis: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, millis); });

describe('a reader from outside', () => {
  it('gets the whole topic, in order within each partition', async () => {
    const member = randomUUID();
    const facts = several(50, member);
    await stage.publish(facts);
    const read = (await readAll(stage.place, 'hhp.referral')).filter(({ key }) => key === member);
    expect(read.map(({ aggregate }) => aggregate)).toEqual(idsOf(facts));
  });
  it('gets only what came since a time, from all partitions', async () => {
    await stage.publish(several(50));
    await pause(50);
    const since = new Date();
    await pause(50);
    const later = several(20);
    await stage.publish(later);
    const read: string[] = [];
    await readEach(stage.place, 'hhp.referral', ({ aggregate }) => { read.push(aggregate); }, since);
    expect(read.sort()).toEqual(idsOf(later).sort());
  });
  it('gets nothing when nothing came since', async () => {
    const read: string[] = [];
    await readEach(stage.place, 'hhp.referral', ({ id }) => { read.push(id); }, new Date(Date.now() + 60_000));
    expect(read).toEqual([]);
  });
});
