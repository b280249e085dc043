import { countyTable, type EnrollmentFigure } from './county-table.js';

const counties = [
  { fips: '06075', name: 'San Francisco', group: 1 }, { fips: '06065', name: 'Riverside', group: 2 }, { fips: '06071', name: 'San Bernardino', group: 2 },
];
const figure = (level: EnrollmentFigure['level'], group: number | null, county: string | null, enrolledAt: number, everEnrolledThrough: number): EnrollmentFigure =>
  ({ level, group, county, enrolledAt, everEnrolledThrough });

describe('the table of enrolment by county group (001-05)', () => {
  it('shows every county and group, also those with nobody', () => {
    const table = countyTable([figure('county', 2, '06071', 3, 4), figure('group', 2, null, 3, 4), figure('total', null, null, 3, 4)], counties);
    expect(table.groups).toEqual([
      { group: 1, name: 'Group 1 – San Francisco', enrolledAt: 0, everEnrolledThrough: 0, counties: [{ county: '06075', name: 'San Francisco', enrolledAt: 0, everEnrolledThrough: 0 }] },
      {
        group: 2, name: 'Group 2 – Riverside, San Bernardino', enrolledAt: 3, everEnrolledThrough: 4,
        counties: [{ county: '06065', name: 'Riverside', enrolledAt: 0, everEnrolledThrough: 0 }, { county: '06071', name: 'San Bernardino', enrolledAt: 3, everEnrolledThrough: 4 }],
      },
    ]);
    expect(table.total).toEqual({ enrolledAt: 3, everEnrolledThrough: 4 });
  });
  it('drops nobody who is enrolled in a county of no group', () => {
    const table = countyTable([figure('county', null, '06113', 1, 1), figure('group', null, null, 1, 1), figure('total', null, null, 1, 1)], counties);
    expect(table.outsideGroups).toEqual({ enrolledAt: 1, everEnrolledThrough: 1, counties: ['06113'] });
    expect(table.total.enrolledAt).toBe(1);
  });
});
