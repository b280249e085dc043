import { grouped } from '../text/grouped.js';
import { apportion, Chance } from './chance.js';
import { engagementList, isEnrolledAt } from './engagement-list.js';
import type { ListedPerson } from './listed-person.js';
import { counties, countyOf, lists, mentalIllnessFrom } from './counties.js';
import { listColumns, listFiles } from './list-files.js';
import { mistakes } from './rejects.js';

const whole = engagementList();
const inGroup = (group: number, people: readonly ListedPerson[]): number =>
  people.filter(({ county }) => counties.find(({ fips }) => fips === county)?.group === group).length;
const table = whole.filter((each) => isEnrolledAt(each));

describe('the generated engagement list', () => {
  it('comes to the published table of 2019-09-30 (001-05)', () => {
    expect([1, 2, 3].map((group) => inGroup(group, table))).toEqual([539, 7_436, 6_325]);
    expect(table).toHaveLength(14_300);
    expect(table.flatMap(({ name }) => name ?? []).sort()).toEqual(['Albert', 'Susan']);
  });
  it('is larger than what comes out of it', () => {
    expect(whole).toHaveLength(17_000);
    const counts = Object.fromEntries([...grouped(whole, ({ fate }) => fate)].map(([fate, people]) => [fate, people.length]));
    expect(counts).toEqual({
      enrolled: 14_150, 'left-later': 150, 'left-before': 620, 'enrolled-later': 480, declined: 420, 'not-reached': 150, 'not-eligible': 380, excluded: 310,
      unknown: 260, rejected: 80,
    });
  });
  it('is the same every time, and another with another seed', () => {
    expect(engagementList()).toEqual(whole);
    expect(engagementList(1, 7)).not.toEqual(whole);
  });
  it('names nobody twice', () => {
    const cins = whole.filter(({ fate }) => fate !== 'rejected').map(({ cells }) => cells['cin']);
    expect(new Set(cins).size).toBe(cins.length);
    expect(cins.every((cin) => /^9\d{7}[A-Z]$/.test(cin!) && !/^9(\d)\1{6}/.test(cin!))).toBe(true);
  });
  it('lets nobody join before their list, later than it stands, or before their population may (001-03, 001-04)', () => {
    for (const { course, listedOn, county, cells } of whole) {
      if (!course.enrolledOn) continue;
      const { group } = countyOf(county);
      expect(course.enrolledOn >= listedOn && course.enrolledOn <= '2019-11-15').toBe(true);
      expect(lists[group].map(([day]) => day)).toContain(listedOn);
      if (cells['population'] === 'SPA2') expect(course.enrolledOn >= mentalIllnessFrom[group]).toBe(true);
      expect(course.leftOn === undefined || course.leftOn > course.enrolledOn).toBe(true);
    }
  });
  it('has people on the edges of the table in every county: who joins or leaves on its day and on the next', () => {
    const days = (pick: (person: ListedPerson) => string | undefined,
      day: string) => new Set(whole.filter((each) => pick(each) === day).map(({ county }) => county)).size;
    expect([days(({ course }) => course.enrolledOn, '2019-09-30'), days(({ course }) => course.enrolledOn, '2019-10-01')]).toEqual([11, 11]);
    expect([days(({ course }) => course.leftOn, '2019-09-30'), days(({ course }) => course.leftOn, '2019-10-01')]).toEqual([11, 11]);
  });
  it('makes every mistake at least once', () => {
    const rejects = whole.filter(({ fate }) => fate === 'rejected');
    for (const { change } of mistakes) expect(rejects.some(({ cells }) => Object.entries(change).every(([field, value]) => cells[field] === value))).toBe(true);
  });
  it('is sent by each plan as one file for each day on which lists were made', () => {
    const files = listFiles(whole);
    expect(files.map(({ tenant, runDate }) => `${runDate} ${tenant}`)).toEqual([
      '2018-07-01 bay-view', '2018-07-01 golden-gate', '2019-01-01 bay-view', '2019-01-01 golden-gate', '2019-01-01 inland-valley', '2019-01-01 southland',
      '2019-07-01 bay-view', '2019-07-01 central-valley', '2019-07-01 golden-gate', '2019-07-01 inland-valley', '2019-07-01 southland',
    ]);
    expect(files.reduce((sum, { csv }) => sum + csv.trimEnd().split('\r\n').length - 1, 0)).toBe(whole.length);
    expect(files[0]!.csv.split('\r\n')[0]).toBe(listColumns.join(','));
  });
  it('can be told small: a fiftieth of everybody, with both of them', () => {
    const small = engagementList(1 / 50);
    expect(small.filter((each) => isEnrolledAt(each))).toHaveLength(286);
    expect(small.length).toBeLessThan(350);
    expect(small.flatMap(({ name }) => name ?? [])).toEqual(['Albert', 'Susan']);
  });
});

describe('sharing out by weight', () => {
  it('loses and invents nobody', () => {
    expect(apportion(7, [1, 1, 1])).toEqual([3, 2, 2]);
    expect(apportion(286, [402, 137, 3105]).reduce((sum, part) => sum + part, 0)).toBe(286);
  });
  it('by chance is fair', () => {
    const chance = new Chance(1);
    const heads = Array.from({ length: 10_000 }, () => chance.weighted([['heads', 3], ['tails', 1]] as const)).filter((side) => side === 'heads').length;
    expect(Math.abs(heads - 7_500)).toBeLessThan(150);
  });
});
