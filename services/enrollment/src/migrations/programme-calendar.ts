import { counties } from '../go-live/go-live.js';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const countyRows = counties.map(({ fips, mediCalCode, name, group }) => `(${text(fips)}, ${text(mediCalCode)}, ${text(name)}, ${group})`);
const goLiveRows = counties.flatMap(({ fips, goLive }) =>
  goLive.map(({ phase, effectiveOn, source, confidence }) =>
    `(${[fips, phase, effectiveOn].map(text).join(', ')}, NULL, ${text(source)}, ${text(confidence)})`));

/** The counties and the go-live calendar as rows (001-03, 001-04); from here on the table is what counts. */
export const programmeCalendar = `
  CREATE TABLE county (fips text PRIMARY KEY, medi_cal_code text NOT NULL UNIQUE, name text NOT NULL, group_number integer NOT NULL);
  INSERT INTO county VALUES ${countyRows.join(', ')};
  CREATE TABLE go_live (
    county text NOT NULL REFERENCES county, phase text NOT NULL, effective_on date NOT NULL, announced_on date, source text NOT NULL,
    confidence text NOT NULL, PRIMARY KEY (county, phase));
  INSERT INTO go_live VALUES ${goLiveRows.join(', ')};`;
