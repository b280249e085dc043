import { addDays, addMonths, type Day, daysBetween } from '@hhp/domain-kit';
import type { Chance } from './chance.js';
import { type Fate, tableDay } from './fate.js';

/** When somebody joined and left. */
export interface Course {
  readonly enrolledOn?: Day;
  readonly leftOn?: Day;
  readonly leftFor?: LeavingReason;
}
export type LeavingReason = 'DP' | 'SC' | 'OH' | 'NE' | 'EXP';

const lastEnrolment: Day = '2019-11-15';
const leaving = [['DP', 40], ['OH', 20], ['NE', 20], ['SC', 15], ['EXP', 5]] as const;
const between = (chance: Chance, from: Day, to: Day): Day => addDays(from, chance.below(Math.max(0, daysBetween(from, to)) + 1));
const earlier = (one: Day, other: Day): Day => (one < other ? one : other);

/**
 * The days of somebody listed on a day. What a list says stands for six months, so enrolments fall within them. The first of each
 * contract stands on an edge of the table: enrols on its very day, leaves on it, or does so on the day after.
 */
export function courseFor(fate: Fate, chance: Chance, listedOn: Day, first: boolean): Course {
  const until = addMonths(listedOn, 6);
  const dayAfter = addDays(tableDay, 1);
  const onEdge = first && until >= dayAfter;
  const joins = (latest: Day): Day => between(chance, listedOn, earlier(addDays(until, -1), latest));
  const leaves = (from: Day, to: Day): Course => ({ leftOn: between(chance, from, to), leftFor: chance.weighted(leaving) });
  switch (fate) {
    case 'enrolled': return { enrolledOn: onEdge ? tableDay : joins(tableDay) };
    case 'left-later': return { enrolledOn: joins(tableDay), ...leaves(dayAfter, first ? dayAfter : '2019-11-20') };
    case 'enrolled-later': return { enrolledOn: between(chance, dayAfter, first ? dayAfter : lastEnrolment) };
    case 'left-before': {
      const enrolledOn = joins(addDays(tableDay, -15));
      return { enrolledOn, ...leaves(first ? tableDay : addDays(enrolledOn, 7), tableDay) };
    }
    default: return {};
  }
}
