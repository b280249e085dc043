import type { Bench, RoundOf } from '../run/bench.js';
import { drain } from './drain.js';
import { sayFacts } from './facts.js';
import { ours, stock } from './readers.js';
import { serverSide } from './server-side.js';

const ratio = (one: string, other: string) => (round: RoundOf): number => round[one]!.perSecond / round[other]!.perSecond;

/** B4: events become rows of a projection, each once and in the order of its aggregate. */
export const b4: Bench = {
  name: 'b4',
  work: 'Consume events of 12 partitions into a projection (an upsert for each), with the check of versions, repeats among them',
  unit: 'events',
  open: async ({ servers, small }) => {
    const facts = await sayFacts(servers, 'b4.', small ? 700 : 40_000);
    const fewer = await sayFacts(servers, 'b4_stock.', small ? 100 : 600);
    return {
      contenders: [
        ours(servers, facts), stock(servers, fewer, 12), stock(servers, fewer, 1), await serverSide(servers, facts),
        drain(servers, 'b4.hhp.member', facts.count),
      ],
      ratios: {
        'ours vs stock': { of: ratio('ours', 'stock'), aim: 60, floor: 40, better: 'higher' },
        'ours vs stock, one partition at a time': { of: ratio('ours', 'stock, one partition at a time'), aim: 60, floor: 40, better: 'higher' },
        'ours vs the server side alone': { of: ratio('ours', 'limit: server side'), aim: 0.5, floor: 0.35, better: 'higher' },
      },
      close: () => Promise.resolve(),
    };
  },
};
