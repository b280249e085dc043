import { countyOf } from './counties.js';
import { isEnrolledAt } from './engagement-list.js';
import type { ListedPerson } from './listed-person.js';

/** What the county table should show for these people: for the whole list the published numbers, as its spec proves. */
export function expectedTable(people: readonly ListedPerson[]): { readonly groups: Readonly<Record<number, number>>; readonly total: number } {
  const enrolled = people.filter((each) => isEnrolledAt(each));
  const inGroup = (group: number): number => enrolled.filter(({ county }) => countyOf(county).group === group).length;
  return { groups: { 1: inGroup(1), 2: inGroup(2), 3: inGroup(3) }, total: enrolled.length };
}
