import { apportion } from './chance.js';
import { plans, type DemoContract, type DemoPlan } from './plans.js';

/** What becomes of a person on the list. The first three of them are in the table of 2019-09-30. */
export const fates = [
  'enrolled', 'left-later', 'left-before', 'enrolled-later', 'declined', 'not-reached', 'not-eligible', 'excluded', 'unknown',
] as const;
export type Fate = (typeof fates)[number];

/** The day of the published table (001-05). */
export const tableDay = '2019-09-30';

/** The table as it was published: members enrolled as of that day, by county group (DHCS, November 2019 update; domain 11.4). */
export const published = { groups: { 1: 539, 2: 7_436, 3: 6_325 } as Readonly<Record<number, number>>, total: 14_300 } as const;

/** How many people there are beside the 14,300 of the table; of these, 150 leave after its day. */
const beside: Readonly<Record<Exclude<Fate, 'enrolled'>, number>> = {
  'left-later': 150, 'left-before': 620, 'enrolled-later': 480, declined: 420, 'not-reached': 150, 'not-eligible': 380, excluded: 310, unknown: 260,
};
/** Rows that are rejected. */
const rejected = 80;

export interface ContractCounts {
  readonly plan: DemoPlan;
  readonly contract: DemoContract;
  readonly counts: Readonly<Record<Fate, number>>;
  readonly rejected: number;
}

/** How many people of each fate each contract has. `scale` makes a smaller story of the same shape; 1 is the whole one. */
export function countsOfContracts(scale = 1): readonly ContractCounts[] {
  const contracts = plans.flatMap((plan) => plan.contracts.map((contract) => ({ plan, contract })));
  const weights = contracts.map(({ contract }) => contract.enrolled);
  const share = (total: number): number[] => apportion(Math.round(total * scale), weights);
  const inTable = share(weights.reduce((sum, each) => sum + each, 0));
  const parts = Object.fromEntries(Object.entries(beside).map(([fate, total]) => [fate, share(total)]));
  const rejects = share(rejected);
  return contracts.map(({ plan, contract }, nth) => {
    const own = Object.fromEntries(Object.entries(parts).map(([fate, each]) => [fate, each[nth]!])) as Record<Exclude<Fate, 'enrolled'>, number>;
    return { plan, contract, counts: { ...own, enrolled: inTable[nth]! - own['left-later'] }, rejected: rejects[nth]! };
  });
}
