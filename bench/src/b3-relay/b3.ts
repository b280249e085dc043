import { fetchTools, jarsFolder } from '@hhp/local-stack';
import type { Bench, RoundOf } from '../run/bench.js';
import { debezium, ours, oursHeldUp, type Work } from './relays.js';
import { fetchDebezium } from './debezium.js';
import { limit } from './limit.js';
import { openOutbox } from './outbox.js';

const held = 'ours, a transaction held open';
const ratio = (one: string, other: string, figure: 'perSecond' | 'memoryMiB' = 'perSecond') =>
  (round: RoundOf): number => round[one]![figure] / round[other]![figure];

/** B3: committed events go to Kafka, in order. */
export const b3: Bench = {
  name: 'b3',
  work: 'Relay a backlog of events, committed one by one, from the outbox to a topic of 12 partitions (acks=all, order within each key)',
  unit: 'events',
  open: async ({ servers, small }) => {
    const work: Work = { servers, outbox: await openOutbox(servers), count: small ? 2_000 : 20_000, after: 0 };
    const theLimit = limit(work, await fetchTools(jarsFolder()));
    return {
      contenders: [ours(work), debezium(work, await fetchDebezium()), theLimit, oursHeldUp(work)],
      ratios: {
        'ours vs the limit': { of: ratio('ours', theLimit.name), aim: 0.8, floor: 0.6, better: 'higher' },
        'ours vs Debezium': { of: ratio('ours', 'Debezium'), aim: 1.3, floor: 1, better: 'higher' },
        'memory of ours vs Debezium': { of: ratio('ours', 'Debezium', 'memoryMiB'), aim: 0.333, floor: 1, better: 'lower' },
        'ours with a transaction held open vs without': { of: ratio(held, 'ours'), aim: 0.9, floor: 0.9, better: 'higher' },
      },
      close: () => Promise.resolve(),
    };
  },
};
