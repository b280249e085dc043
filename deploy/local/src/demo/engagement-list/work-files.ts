import { addDays, type Day } from '@hhp/domain-kit';
import { csvOf } from '../text/csv.js';
import type { ListedPerson } from './listed-person.js';
import { planOf } from './plans.js';

type Line = Readonly<Record<string, string | undefined>>;

const at = (day: Day, time: string): string => `${day}T${time}:00-08:00`;

/** Who was tried when, and with what result: who joined was reached, some said no, some were never reached (001-09). */
function attemptsOn({ fate, course, listedOn, cells }: ListedPerson): Line[] {
  const tried = (mode: string, result: string, days: number, time: string): Line => ({ cin: cells['cin'], mode, result, attempted_at: at(addDays(listedOn, days), time) });
  if (course.enrolledOn) return [{ cin: cells['cin'], mode: 'in-person', result: 'engaged', attempted_at: at(course.enrolledOn, '08:30') }];
  switch (fate) {
    case 'declined': return [tried('letter', 'letter-sent', 3, '09:00'), tried('phone', 'declined', 12, '14:10')];
    case 'not-reached': return [tried('letter', 'letter-sent', 3, '09:00'), tried('phone', 'voicemail', 10, '10:40'), tried('in-person', 'no-answer', 24, '16:20')];
    default: return [];
  }
}

/** The file of attempts to reach the people of a list, as a care team sends it. */
export const outreachFile = (people: readonly ListedPerson[]): string =>
  csvOf(['cin', 'mode', 'result', 'attempted_at'], people.flatMap((person) => attemptsOn(person)));

/** Whom a CB-CME enrolled, as the file that it sends. */
export function enrollmentFile(people: readonly ListedPerson[]): string {
  const lines = people.flatMap(({ cells, course: { enrolledOn }, contract, tenant, name }) => (enrolledOn ? [{
    cin: cells['cin'], enrolled_on: enrolledOn, contract_code: contract, county_code: cells['county_code'], population: cells['population'],
    cbcme_id: planOf(tenant).careEntity.id, coordinator_id: name ? 'coordinator-1' : undefined,
  }] : []));
  return csvOf(['cin', 'enrolled_on', 'contract_code', 'county_code', 'population', 'cbcme_id', 'coordinator_id'], lines);
}

/** Who left, as a file. */
export function leavingFile(people: readonly ListedPerson[]): string {
  const lines = people.flatMap(({ cells, course: { leftOn, leftFor } }) => (leftOn ? [{ cin: cells['cin'], disenrolled_on: leftOn, reason: leftFor }] : []));
  return csvOf(['cin', 'disenrolled_on', 'reason'], lines);
}
