import type { Day } from '@hhp/domain-kit';
import { Chance } from './chance.js';
import { countyOf, type DemoCounty, lists } from './counties.js';
import { courseFor } from './course.js';
import { type ContractCounts, countsOfContracts, type Fate, fates, tableDay } from './fate.js';
import { healthFor } from './health.js';
import { type Cells, personOf } from './person.js';
import { mistakes } from './rejects.js';
import type { ListedPerson } from './listed-person.js';
import { albert, susan } from './seed-people.js';

const theSeed = 20_190_930;
const latest: Day = '2019-07-01';

/** The whole generated list: every plan, every county, every fate. The same on every machine. */
export function engagementList(scale = 1, seed = theSeed): readonly ListedPerson[] {
  const chance = new Chance(seed);
  const people: ListedPerson[] = [albert, susan];
  const isTheirs = ({ contract }: ContractCounts): boolean => contract.code === albert.contract;
  for (const counts of countsOfContracts(scale)) {
    for (const fate of fates) {
      const made = fate === 'enrolled' && isTheirs(counts) ? 2 : 0;
      for (let nth = made; nth < counts.counts[fate]; nth++) people.push(listed(people.length, chance, counts, { fate, first: nth === made }));
    }
    for (let nth = 0; nth < counts.rejected; nth++) people.push(rejected(people.length, chance, counts));
  }
  return people;
}

function listed(nth: number, chance: Chance, { plan, contract }: ContractCounts, { fate, first }: { fate: Fate; first: boolean }): ListedPerson {
  const county = countyOf(contract.county);
  const listedOn = first || fate === 'left-later' || fate === 'enrolled-later' ? latest : chance.weighted(lists[county.group]);
  const cells = { ...personOf(nth, chance, county), ...placed(contract.code, county), ...healthFor(fate, chance, county, listedOn) };
  const course = courseFor(fate, chance, listedOn, first);
  return { tenant: plan.tenant, listedOn, contract: contract.code, county: county.fips, fate, course, cells };
}

/** A row with a mistake in it; every kind of mistake comes. */
function rejected(nth: number, chance: Chance, counts: ContractCounts): ListedPerson {
  const right = listed(nth, chance, counts, { fate: 'enrolled', first: true });
  return { ...right, fate: 'rejected', course: {}, cells: { ...right.cells, ...mistakes[nth % mistakes.length]!.change } };
}

const placed = (contract: string, county: DemoCounty): Cells => ({ plan_contract_code: contract, county_code: county.fips });

/** Whether somebody is in the programme at the end of a day, by what the list was made for. */
export function isEnrolledAt({ course: { enrolledOn, leftOn } }: ListedPerson, day: Day = tableDay): boolean {
  return enrolledOn !== undefined && enrolledOn <= day && (leftOn === undefined || leftOn > day);
}
