import { addMonths, businessDaysAfter, californiaHolidays, californiaOffice, dayOf, daysBetween, instantAt } from './index.js';

const office = californiaOffice();

describe('the office calendar', () => {
  it('counts two business days over a weekend', () => {
    expect(businessDaysAfter(new Date('2019-09-12T16:30:00Z'), 2, office).toISOString()).toBe('2019-09-17T00:00:00.000Z');
    expect(dayOf(businessDaysAfter(new Date('2019-09-13T16:30:00Z'), 2, office), office.timeZone)).toBe('2019-09-17');
  });
  it('does not work on Thanksgiving and the Friday after it', () => {
    expect(dayOf(businessDaysAfter(new Date('2019-11-27T20:00:00Z'), 1, office), office.timeZone)).toBe('2019-12-02');
  });
  it('knows the holidays of 2019 by date', () => {
    expect(californiaHolidays(2019)).toEqual(['2019-01-01', '2019-01-21', '2019-02-18', '2019-04-01', '2019-05-27', '2019-07-04',
      '2019-09-02', '2019-11-11', '2019-11-28', '2019-11-29', '2019-12-25']);
  });
  it('keeps office hours local when the clocks change', () => {
    expect(instantAt('2019-03-08', 17 * 60, office.timeZone).toISOString()).toBe('2019-03-09T01:00:00.000Z');
    expect(instantAt('2019-03-11', 17 * 60, office.timeZone).toISOString()).toBe('2019-03-12T00:00:00.000Z');
  });
  it('takes the first of a repeated hour and the next instant of a skipped one', () => {
    expect(instantAt('2019-11-03', 90, office.timeZone).toISOString()).toBe('2019-11-03T08:30:00.000Z');
    expect(instantAt('2019-03-10', 150, office.timeZone).toISOString()).toBe('2019-03-10T10:30:00.000Z');
  });
  it('adds months by the last day of a shorter month, and counts days', () => {
    expect(addMonths('2019-01-31', 1)).toBe('2019-02-28');
    expect(daysBetween('2019-02-28', '2019-03-01')).toBe(1);
  });
});
