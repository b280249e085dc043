import type { Cells } from './person.js';

/** Ways in which a row can be wrong, as they come in real files; each is rejected by field and reason (domain 3.1). */
export const mistakes: readonly { readonly field: string; readonly change: Cells }[] = [
  { field: 'cin', change: { cin: '12345678' } },
  { field: 'cin', change: { cin: '91111111A' } },
  { field: 'cin', change: { cin: '' } },
  { field: 'birth_date', change: { birth_date: '1961-02-30' } },
  { field: 'birth_date', change: { birth_date: '2031-05-06' } },
  { field: 'county_code', change: { county_code: '06111' } },
  { field: 'plan_contract_code', change: { plan_contract_code: 'XX-SF' } },
  { field: 'last_name', change: { last_name: '' } },
  { field: 'last_name', change: { last_name: '=HYPERLINK("http://example.org")' } },
  { field: 'conditions', change: { conditions: 'DM;FLU' } },
  { field: 'population', change: { population: 'SPA3' } },
  { field: 'acuity', change: { acuity: 'R2b:many' } },
];
