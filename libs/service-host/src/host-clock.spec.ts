import { businessDaysAfter } from '@hhp/domain-kit';
import { HostClock, officeCalendar } from './host-clock.js';

describe('the clock of a service', () => {
  it('is the system clock, ahead by what is set', () => {
    const clock = new HostClock(86_400_000);
    expect(Math.abs(clock.now().getTime() - Date.now() - 86_400_000)).toBeLessThan(1_000);
  });
});

describe('the office calendar', () => {
  const settings = { TIME_ZONE: 'America/Los_Angeles', EXTRA_HOLIDAYS: '', OFFICE_OPENS: '08:00', OFFICE_CLOSES: '17:00' };
  it("is California's", () => {
    const calendar = officeCalendar(settings);
    expect(calendar).toMatchObject({ timeZone: 'America/Los_Angeles', opensAt: 480, closesAt: 1020 });
    expect(calendar.holidays.has('2019-07-04')).toBe(true);
  });
  it('closes on the days that an installation adds, and at the hour it sets', () => {
    const calendar = officeCalendar({ ...settings, EXTRA_HOLIDAYS: '2019-09-13,2019-12-26', OFFICE_CLOSES: '16:30' });
    expect(businessDaysAfter(new Date('2019-09-12T16:00:00Z'), 1, calendar)).toEqual(new Date('2019-09-16T23:30:00Z'));
  });
});
