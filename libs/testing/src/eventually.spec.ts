import { eventually } from './eventually.js';
import { testServers } from './servers.js';

describe('eventually', () => {
  it('answers what holds at last', async () => {
    let asked = 0;
    expect(await eventually(() => { asked++; expect(asked).toBe(4); return asked; })).toBe(4);
  });
  it('ends with the last reason when it never holds', async () => {
    let asked = 0;
    await expect(eventually(() => { throw new Error(`reason ${++asked}`); }, { within: 100 })).rejects.toThrow(/^reason ([4-9]|\d\d)$/);
  });
});

describe('the servers of the tests', () => {
  it('are those that the environment names', () => {
    expect(testServers({ TEST_DATABASE_URL: 'postgresql://x', TEST_KAFKA_BROKERS: 'a:1,b:2' })).toEqual({ databaseUrl: 'postgresql://x', brokers: ['a:1', 'b:2'] });
  });
  it('are asked for in one sentence when it names none', () => {
    for (const half of [{}, { TEST_DATABASE_URL: 'x' }, { TEST_KAFKA_BROKERS: 'x' }]) expect(() => testServers(half)).toThrow(/through `npm test`/);
  });
});
