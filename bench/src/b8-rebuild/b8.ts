import { drain } from '../b4-consume/drain.js';
import { sayFacts } from '../b4-consume/facts.js';
import { ours } from '../b4-consume/readers.js';
import type { Bench, RoundOf } from '../run/bench.js';
import { rebuilding } from './rebuilding.js';

const [rebuild, live, limit] = ['ours: rebuild', 'ours', 'limit: no-op drain'];
const ratio = (one: string, other: string) => (round: RoundOf): number => round[one]!.perSecond / round[other]!.perSecond;

/** B8, first half: a projection is made anew from Kafka while it is read. */
export const b8: Bench = {
  name: 'b8',
  work: 'Rebuild a projection from Kafka while it is read over HTTP, to the same rows; beside the live path and a drain that does nothing',
  unit: 'events',
  open: async ({ servers, small }) => {
    // The service of the rebuild reads by its group; the live path of each round has a topic of its own, so that neither takes the other's partitions.
    const [facts, own] = [await sayFacts(servers, 'b8_live.', small ? 700 : 40_000), await sayFacts(servers, 'b8.', small ? 700 : 40_000)];
    const { contender, close } = await rebuilding(servers, own);
    return {
      contenders: [contender, ours(servers, facts), drain(servers, 'b8.hhp.member', own.count)],
      ratios: {
        'rebuild vs the no-op drain': { of: ratio(rebuild!, limit!), aim: 0.5, floor: 0.3, better: 'higher' },
        'rebuild vs the live path': { of: ratio(rebuild!, live!), aim: 2, floor: 1, better: 'higher' },
      },
      close,
    };
  },
};
