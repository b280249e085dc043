import type { Day } from '@hhp/domain-kit';
import { csvOf } from '../text/csv.js';
import { grouped } from '../text/grouped.js';
import type { ListedPerson } from './listed-person.js';

/** The columns of an engagement list as the plans of the story send it (domain 3.1). */
export const listColumns = [
  'cin', 'last_name', 'first_name', 'birth_date', 'sex', 'language', 'phone', 'plan_contract_code', 'county_code', 'population', 'conditions', 'acuity',
  'homeless_indicator', 'chronic_homeless_indicator', 'exclusion_code',
] as const;

/** One engagement list of one plan. */
export interface ListFile {
  readonly tenant: string;
  readonly runDate: Day;
  readonly people: readonly ListedPerson[];
  readonly csv: string;
}

/** The people as the files in which their plans list them, the oldest list first. */
export function listFiles(people: readonly ListedPerson[]): readonly ListFile[] {
  const groups = grouped(people, ({ tenant, listedOn }) => `${listedOn} ${tenant}`);
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, of]) => ({
    tenant: of[0]!.tenant, runDate: of[0]!.listedOn, people: of, csv: csvOf(listColumns, of.map(({ cells }) => cells)),
  }));
}
