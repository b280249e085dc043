import type { Instrument, Meaning } from './instrument.js';

const howOften = {
  'LA28397-0': { risk: 'food-insecurity' }, 'LA6729-3': { risk: 'food-insecurity' }, 'LA28398-8': 'no-risk', 'LA15775-2': 'refusal',
} as const satisfies Record<string, Meaning>;

/** Hunger Vital Sign, LOINC panel 88121-9 (domain 15.2). The sender's own score 88124-3 informs only: we compute ours. */
export const hungerVitalSign: Instrument = {
  name: 'HVS',
  questionnaire: 'http://hl7.org/fhir/us/sdoh-clinicalcare/Questionnaire/SDOHCC-QuestionnaireHungerVitalSign',
  groups: ['88121-9'],
  questions: {
    '88122-7': { asks: 'Worried that food would run out', answers: howOften },
    '88123-5': { asks: 'Food did not last', answers: howOften },
    '88124-3': { asks: 'Food insecurity risk', answers: { 'LA19952-3': 'informational', 'LA19983-8': 'informational' } },
  },
};
