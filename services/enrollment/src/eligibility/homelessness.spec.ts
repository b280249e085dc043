import type { Day } from '@hhp/domain-kit';
import type { Fact, ResidenceSetting } from './facts.js';
import { chronicHomelessness, type HomelessnessRules, runsOf } from './homelessness.js';

const rules: HomelessnessRules = { settings: ['street', 'vehicle', 'shelter', 'with-others'], breakDays: 7, twoYearLimitOn: ['permanent-supportive-housing'] };
const asOf: Day = '2019-07-01';
const limited: Fact = { kind: 'adl-limitation', limited: true, on: '2017-01-01' };
const lived = (setting: ResidenceSetting, from: Day, until?: Day, chronicBefore?: boolean): Extract<Fact, { kind: 'residence' }> =>
  ({ kind: 'residence', setting, from, ...(until ? { until } : {}), ...(chronicBefore === undefined ? {} : { chronicBefore }) });
const truthOf = (spells: readonly Fact[], limitation: readonly Fact[] = [limited], day = asOf, with_ = rules): string =>
  chronicHomelessness([...spells, ...limitation], day, with_).truth;
const before = lived('housed', '2010-01-01', '2018-07-01');

describe('chronic homelessness', () => {
  it.each([
    ['2019-06-30', 'no'], ['2019-07-01', 'yes'], ['2019-07-02', 'yes'],
  ])('on %s is %s: exactly twelve months are enough (000-29)', (day, expected) => {
    expect(truthOf([before, lived('street', '2018-07-01')], [limited], day)).toBe(expected);
  });
  it('needs a condition that limits activities of daily living, else it is unknown (000-28)', () => {
    const spells = [before, lived('street', '2018-07-01')];
    expect(truthOf(spells, [{ kind: 'adl-limitation', limited: false, on: '2019-01-01' }])).toBe('no');
    expect(chronicHomelessness(spells, asOf, rules)).toMatchObject({ truth: 'unknown', unknown: ['adl-limitation'] });
  });
  it('is unknown when nobody knows where the person lives, or lived before a short spell', () => {
    expect(chronicHomelessness([limited], asOf, rules)).toMatchObject({ truth: 'unknown', unknown: ['residence'] });
    expect(chronicHomelessness([lived('street', '2019-01-01'), limited], asOf, rules)).toMatchObject({ truth: 'unknown', unknown: ['residence'] });
  });
  it('is unknown when three years are not all recorded: there may have been more spells', () => {
    expect(truthOf([lived('housed', '2018-12-01', '2019-01-01'), lived('street', '2019-01-01')])).toBe('unknown');
  });
  it('joins spells that overlap or touch, and those with a short pause, into one (000-30)', () => {
    const joined = [before, lived('shelter', '2018-07-01', '2018-12-01'), lived('with-others', '2018-11-01', '2019-02-01'), lived('street', '2019-02-01')];
    expect(runsOf(joined.filter((each) => each !== before), rules)).toEqual([{ from: '2018-07-01', until: '9999-12-31' }]);
    expect(truthOf(joined)).toBe('yes');
    expect(truthOf([before, lived('shelter', '2018-07-01', '2018-12-01'), lived('street', '2018-12-07')])).toBe('yes');
    expect(truthOf([before, lived('shelter', '2018-07-01', '2018-12-01'), lived('housed', '2018-12-01', '2018-12-08'), lived('street', '2018-12-08')]))
      .toBe('no');
  });
  it.each([[3, 'no'], [4, 'yes']])('with %i spells in three years is %s (000-30)', (count, expected) => {
    const years = ['2016-08', '2017-02', '2017-10', '2019-06'].slice(4 - count);
    const spells = years.flatMap((month, nth) => [
      lived('street', `${month}-01`, nth === count - 1 ? undefined : `${month}-20`),
      lived('housed', `${month}-20`, years[nth + 1] ? `${years[nth + 1]}-01` : undefined),
    ]).filter((spell) => spell.setting === 'street' || spell.until);
    expect(truthOf([lived('housed', '2010-01-01', `${years[0]}-01`), ...spells])).toBe(expected);
  });
  it('counts four overlapping records as the one spell that they are', () => {
    const records = ['2019-03-01', '2019-03-15', '2019-04-01', '2019-05-01'].map((from) => lived('shelter', from));
    expect(truthOf([lived('housed', '2010-01-01', '2019-03-01'), ...records])).toBe('no');
  });
  it.each([
    ['2016-06-01', '2016-07-01', 'no'], ['2016-06-01', '2016-07-02', 'yes'],
  ])('counts a spell from %s until %s in the last three years: %s', (from, until, expected) => {
    const spells = [
      lived('housed', '2010-01-01', from), lived('street', from, until), lived('housed', until, '2017-02-01'), lived('street', '2017-02-01', '2017-02-20'),
      lived('housed', '2017-02-20', '2018-02-01'), lived('street', '2018-02-01', '2018-02-20'), lived('housed', '2018-02-20', '2019-06-01'),
      lived('street', '2019-06-01'),
    ];
    expect(truthOf(spells)).toBe(expected);
  });
  it.each([['2019-06-30', 'yes'], ['2019-07-01', 'no']])('in supportive housing since 2017-07-01 is, on %s, %s: two years to the day are too long (000-31)', (day, expected) => {
    const spells = [lived('street', '2016-01-01', '2017-07-01'), lived('permanent-supportive-housing', '2017-07-01')];
    expect(truthOf(spells, [limited], day)).toBe(expected);
  });
  it.each([['2016-07-01', 'yes'], ['2016-07-02', 'no']])('before moving in is computed too: homeless since %s means %s', (since, expected) => {
    const spells = [lived('housed', '2010-01-01', since), lived('shelter', since, '2017-07-01'), lived('permanent-supportive-housing', '2017-07-01')];
    expect(truthOf(spells, [limited], '2019-06-30')).toBe(expected);
  });
  it('in transitional housing has no limit of time, unless the policy reads the statute that way (000-31)', () => {
    const spells = [lived('transitional-housing', '2014-07-01', undefined, true)];
    expect(truthOf(spells)).toBe('yes');
    expect(truthOf(spells, [limited], asOf, { ...rules, twoYearLimitOn: ['permanent-supportive-housing', 'transitional-housing'] })).toBe('no');
  });
  it('goes from the street through transitional into supportive housing', () => {
    const spells = [
      lived('street', '2015-01-01', '2016-06-01'), lived('transitional-housing', '2016-06-01', '2018-01-01'),
      lived('permanent-supportive-housing', '2018-01-01'),
    ];
    expect(truthOf(spells)).toBe('yes');
  });
  it('ends with a home: an open spell does not outlast a later home', () => {
    expect(truthOf([lived('street', '2015-01-01'), lived('housed', '2019-06-01')])).toBe('no');
  });
  it('is not known from housing alone when nobody knows what was before', () => {
    expect(chronicHomelessness([lived('transitional-housing', '2019-01-01'), limited], asOf, rules))
      .toMatchObject({ truth: 'unknown', unknown: ['residence'] });
  });
});
