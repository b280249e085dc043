import { openStock } from '../b1-accept/stock.js';
import { openAssessment } from '../b1-accept/ours.js';
import { type Bench, type RoundOf, warmUpSeconds } from '../run/bench.js';
import { makeDatabase } from '../servers/database.js';
import { makeTopics } from '../servers/kafka.js';
import { startService, startStock } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { watchArrivals } from './arrivals.js';
import { floors } from './floors.js';
import { type Pair, travel } from './travelling.js';

const figure = (name: string, which: string) => (round: RoundOf): number => round[name]!.more![which]!;
const over = (one: (round: RoundOf) => number, other: (round: RoundOf) => number) => (round: RoundOf): number => one(round) / other(round);
const [fast, slow, stock] = ['ours at 1,000/s', 'ours at 200/s', 'stock at 200/s'];

/** B5: from a command to another service that knows of it. */
export const b5: Bench = {
  name: 'b5',
  work: 'From a command over HTTP to the committed projection of another service, at a steady rate; latency from when the command was due',
  unit: 'commands',
  open: async ({ servers, small }) => {
    const members = small ? 200 : 2_000;
    const [own, others] = [await openOurPair(servers, members), await openStockPair(servers, members)];
    const theFloors = await floors(servers);
    const pace = { warmUpSeconds: (nth: number) => warmUpSeconds(nth, small), seconds: small ? 1 : 4 };
    return {
      contenders: [
        travel(fast!, servers, own, { perSecond: small ? 100 : 1_000, ...pace }),
        travel(slow!, servers, own, { perSecond: small ? 100 : 200, ...pace }),
        travel(stock!, servers, others, { perSecond: small ? 100 : 200, ...pace }), theFloors.contender,
      ],
      ratios: {
        'p50 of ours at 1,000/s vs the sum of the floors': { of: over(figure(fast!, 'p50Ms'), figure('floors', 'p50Ms')), aim: 2.5, floor: 4, better: 'lower' },
        'p99 of ours at 1,000/s vs stock at 200/s': { of: over(figure(fast!, 'p99Ms'), figure(stock!, 'p99Ms')), aim: 0.05, floor: 0.1, better: 'lower' },
        'p50 of ours at 1,000/s, ms': { of: figure(fast!, 'p50Ms'), aim: 8, floor: 12.8, better: 'lower' },
        'p99 of ours at 1,000/s, ms': { of: figure(fast!, 'p99Ms'), aim: 30, floor: 60, better: 'lower' },
      },
      close: async () => {
        await theFloors.close();
        for (const { accepts, learns, arrivals } of [own, others]) {
          await arrivals.close();
          await Promise.all([accepts.stop(), learns.stop()]);
        }
      },
    };
  },
};

async function openOurPair(servers: Servers, memberCount: number): Promise<Pair> {
  await makeTopics(servers.brokers, 'b5_ours.');
  const { program: accepts, members } = await openAssessment(servers, 'b5_ours', memberCount);
  const database = await makeDatabase(servers, 'referral', 'b5_learns');
  const learns = await startService('referral', { servers, database, topicPrefix: 'b5_ours.' });
  return { accepts, learns, members, arrivals: await watchArrivals(database) };
}

async function openStockPair(servers: Servers, memberCount: number): Promise<Pair> {
  const { program: accepts, members, topicPrefix } = await openStock(servers, 'b5_stock', memberCount);
  const database = await makeDatabase(servers, 'referral', 'b5_stock_learns');
  const learns = await startStock('referral', { servers, database, topicPrefix, env: { STOCK_CONSUMES: 'on' } });
  return { accepts, learns, members, arrivals: await watchArrivals(database) };
}
