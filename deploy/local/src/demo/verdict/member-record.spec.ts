import type { Seen } from '../stage/event-log.js';
import { MemberRecord } from './member-record.js';
import { VersionCount } from './version-count.js';

const live = new Map([['06075 SPA1', '2018-07-01'], ['06037 SPA2', '2020-01-01']]);
let ids = 0;
const said = (type: string, data: object, key = 'm-1'): Seen =>
  ({ id: `e-${++ids}`, type, tenant: 'golden-gate', topic: 'hhp.member', key, aggregate: key, version: 1, data }) as unknown as Seen;
const eligible = said('EligibilityDetermined', { verdict: 'eligible' });
const enrolled = (change: object = {}): Seen => said('MemberEnrolled', { enrollmentId: 'n-1', county: '06075', population: 'SPA1', enrolledOn: '2019-09-30', ...change });
const after = (...events: readonly Seen[]): MemberRecord => {
  const record = new MemberRecord(live);
  for (const event of events) record.take(event);
  return record;
};

describe('who is in the table of 2019-09-30, by Kafka', () => {
  it('is who joined on that day, and not who joined on the next', () => {
    expect(after(eligible, enrolled()).standing.size).toBe(1);
    expect(after(eligible, enrolled({ enrolledOn: '2019-10-01' })).standing.size).toBe(0);
  });
  it.each([['2019-09-30', 0], ['2019-10-01', 1]])('of somebody who left on %s counts %i', (disenrolledOn, count) => {
    expect(after(eligible, enrolled(), said('MemberDisenrolled', { enrollmentId: 'n-1', disenrolledOn })).standing.size).toBe(count);
  });
  it('is nobody whose enrolment was a mistake', () => {
    expect(after(eligible, enrolled(), said('EnrollmentVoided', { enrollmentId: 'n-1' })).standing.size).toBe(0);
  });
  it('complains of an enrolment without a verdict, too early, or where the programme is not', () => {
    expect(after(eligible, enrolled()).wronglyEnrolled).toEqual([]);
    expect(after(enrolled()).wronglyEnrolled).toEqual(['m-1 had not been judged eligible']);
    expect(after(said('EligibilityDetermined', { verdict: 'unknown' }), enrolled()).wronglyEnrolled).toHaveLength(1);
    expect(after(eligible, enrolled({ enrolledOn: '2018-06-30' })).wronglyEnrolled).toHaveLength(1);
    expect(after(eligible, enrolled({ county: '06037', population: 'SPA2' })).wronglyEnrolled).toHaveLength(1);
  });
});

describe('the versions of a thing', () => {
  it.each([['a gap', [1, 3]], ['a repeat', [1, 1]], ['a beginning that is none', [2]]])('are broken by %s', (_name, versions) => {
    const count = new VersionCount();
    for (const version of versions) count.take({ ...enrolled(), version });
    expect(count.broken).toHaveLength(1);
  });
});
