import type { Day } from '@hhp/domain-kit';
import type { Course } from './course.js';
import type { Fate } from './fate.js';
import type { Cells } from './person.js';

/** Somebody on an engagement list, with what becomes of them. */
export interface ListedPerson {
  readonly tenant: string;
  readonly listedOn: Day;
  readonly contract: string;
  readonly county: string;
  readonly fate: Fate | 'rejected';
  readonly course: Course;
  readonly cells: Cells;
  readonly name?: 'Albert' | 'Susan';
}
