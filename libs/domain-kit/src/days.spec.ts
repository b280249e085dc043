import { daysAhead, daysBehind, isDay, isWithin } from './index.js';

const [asked, today] = ['2019-09-12', '2020-02-29'];
const within = (days: ReturnType<typeof daysAhead>) => (text: string): boolean => isWithin(text, days);

describe('a day that somebody names', () => {
  it('is one that the calendar has', () => {
    expect(['2020-02-29', '0001-01-01', '9999-12-31'].map(isDay)).toEqual([true, true, true]);
    expect(['2019-02-29', '2019-13-01', '0000-00-00', '2019-9-1', '10000-01-01', 'today', ''].map(isDay)).toEqual(Array(7).fill(false));
  });
  it('on which help came is not ahead and at most a year before it was asked for', () => {
    expect(['2018-09-12', asked, today].map(within(daysBehind(asked, today)))).toEqual([true, true, true]);
    expect(['2018-09-11', '0001-01-01', '2020-03-01', '9999-12-31', '2019-02-30'].map(within(daysBehind(asked, today)))).toEqual(Array(5).fill(false));
  });
  it('on which help is expected is at most two years ahead', () => {
    expect([today, '2022-02-28'].map(within(daysAhead(today, today)))).toEqual([true, true]);
    expect(['2020-02-28', '2022-03-01', '9999-12-31', '2021-02-29'].map(within(daysAhead(today, today)))).toEqual(Array(4).fill(false));
  });
});
