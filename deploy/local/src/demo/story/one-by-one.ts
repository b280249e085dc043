import { setTimeout as pause } from 'node:timers/promises';
import type { ListedPerson } from '../engagement-list/listed-person.js';
import { tableDay } from '../engagement-list/fate.js';
import { planOf } from '../engagement-list/plans.js';
import { cast } from '../stage/cast.js';
import { Unexpected } from '../stage/api.js';
import { limitMs, neverSaw, NeverSeen } from '../stage/waiting.js';
import type { Narrator } from './narrator.js';

/** At most so many people are enrolled one by one, to measure how soon another service knows them. */
const most = 200;
const atOnce = 2;

/** Who joins after the day of the table is enrolled one by one, up to a number. */
export function chosenForOneByOne(people: readonly ListedPerson[]): readonly ListedPerson[] {
  return people.filter(({ fate }) => fate === 'enrolled-later').slice(0, most);
}

/** Enrols people one by one, and answers for each the milliseconds from the HTTP answer until assessment's API knew the member. */
export async function enrolOneByOne(tell: Narrator, people: readonly ListedPerson[]): Promise<readonly number[]> {
  const [left, delays] = [[...people], [] as number[]];
  const next = async (): Promise<void> => {
    for (let person = left.shift(); person; person = left.shift()) delays.push(await enrolOne(tell, person));
  };
  await tell.step({
    what: `${people.length} people who join after ${tableDay} are enrolled one by one`,
    does: () => Promise.all(Array.from({ length: atOnce }, next)),
  });
  return delays.sort((one, other) => one - other);
}

async function enrolOne({ api }: Narrator, { tenant, contract, county, cells, course }: ListedPerson): Promise<number> {
  const as = cast.coordinatorOf(tenant);
  const { memberId } = await api.post<{ memberId: string }>('enrollment', '/member-searches', { as, body: { cin: cells['cin'] } });
  await api.post('enrollment', `/members/${memberId}/enrollment`, {
    as, body: { contractCode: contract, county, population: cells['population'], careEntityId: planOf(tenant).careEntity.id, enrolledOn: course.enrolledOn },
  });
  const answered = performance.now();
  for (;;) {
    const known = await api.get('assessment', `/members/${memberId}/needs`, { as }).then(() => true, (error: unknown) => {
      if (error instanceof Unexpected && error.status === 404) return false;
      throw error;
    });
    const delay = performance.now() - answered;
    if (known) return delay;
    if (delay > limitMs) throw new NeverSeen(neverSaw({ service: 'assessment', reader: 'known-members' }, 'MemberEnrolled'));
    await pause(3);
  }
}

/** The value below which this share of the sorted numbers lies. */
export const percentile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
