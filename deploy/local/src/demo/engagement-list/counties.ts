import type { Day } from '@hhp/domain-kit';

/** A county that is live by 2019-09-30: its group, and from when each population may enrol (domain 1.1). */
export interface DemoCounty {
  readonly fips: string;
  readonly name: string;
  readonly group: 1 | 2 | 3;
  /** Dialling code of its telephone numbers, all of them of the fictional kind 555-01xx. */
  readonly dials: string;
}

/** When the lists of a group's counties were made, about every six months, and how many people came from each. */
export const lists: Readonly<Record<DemoCounty['group'], readonly (readonly [runDate: Day, weight: number])[]>> = {
  1: [['2018-07-01', 20], ['2019-01-01', 35], ['2019-07-01', 45]],
  2: [['2019-01-01', 70], ['2019-07-01', 30]],
  3: [['2019-07-01', 100]],
};

/** From when people with a serious mental illness may enrol; in group 3 only after the date of the table (001-04). */
export const mentalIllnessFrom: Readonly<Record<DemoCounty['group'], Day>> = { 1: '2019-01-01', 2: '2019-07-01', 3: '2020-01-01' };

const county = (fips: string, name: string, group: DemoCounty['group'], dials: string): DemoCounty => ({ fips, name, group, dials });

export const counties: readonly DemoCounty[] = [
  county('06075', 'San Francisco', 1, '415'), county('06065', 'Riverside', 2, '951'), county('06071', 'San Bernardino', 2, '909'),
  county('06001', 'Alameda', 3, '510'), county('06025', 'Imperial', 3, '760'), county('06029', 'Kern', 3, '661'),
  county('06037', 'Los Angeles', 3, '213'), county('06067', 'Sacramento', 3, '916'), county('06073', 'San Diego', 3, '619'),
  county('06085', 'Santa Clara', 3, '408'), county('06107', 'Tulare', 3, '559'),
];

export function countyOf(fips: string): DemoCounty {
  const found = counties.find((each) => each.fips === fips);
  if (!found) throw new Error(`No county ${fips}`);
  return found;
}
