import type { ListedPerson } from './listed-person.js';

/** The two people of the training document (002-114 … 002-119), on the list of San Francisco of 2019-07-01. */
export const albert: ListedPerson = {
  tenant: 'golden-gate', listedOn: '2019-07-01', contract: 'GG-SF', county: '06075', fate: 'enrolled', course: { enrolledOn: '2019-08-05' }, name: 'Albert',
  cells: {
    cin: '90417722A', last_name: 'Morales', first_name: 'Albert', birth_date: '1957-03-14', sex: 'M', language: 'es', phone: '415-555-0114',
    plan_contract_code: 'GG-SF', county_code: '06075', population: 'SPA1', conditions: 'HTN:2019-03-01;DM:2019-03-01;CAD:2019-05-20', acuity: 'R2b:0;R2c:0',
    homeless_indicator: 'N', chronic_homeless_indicator: 'N', exclusion_code: 'NONE',
  },
};

export const susan: ListedPerson = {
  tenant: 'golden-gate', listedOn: '2019-07-01', contract: 'GG-SF', county: '06075', fate: 'enrolled', course: { enrolledOn: '2019-08-19' }, name: 'Susan',
  cells: {
    cin: '90633918S', last_name: 'Whitfield', first_name: 'Susan', birth_date: '1979-11-02', sex: 'F', language: 'en', phone: '415-555-0116',
    plan_contract_code: 'GG-SF', county_code: '06075', population: 'SPA1', conditions: 'SUD:2019-01-15;DM:2018-11-08', acuity: 'R2b:1;R2c:2',
    homeless_indicator: 'Y', chronic_homeless_indicator: '', exclusion_code: 'NONE',
  },
};
