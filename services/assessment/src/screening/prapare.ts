import type { Instrument, Meaning } from './instrument.js';

const declined = { 'LA30122-8': 'refusal' } as const satisfies Record<string, Meaning>;
const informsOnly = { 'LA33-6': 'informational', 'LA32-8': 'informational', ...declined } as const satisfies Record<string, Meaning>;

/** PRAPARE, LOINC panel 93025-5 (domain 15.1); which answers are risks and of what is domain 16. */
export const prapare: Instrument = {
  name: 'PRAPARE',
  questionnaire: 'http://hl7.org/fhir/us/sdoh-clinicalcare/Questionnaire/SDOHCC-QuestionnairePRAPARE',
  groups: ['93025-5', '93043-8', '93042-0', '93041-2', '93040-4', '93039-6'],
  questions: {
    '56051-6': { asks: 'Hispanic or Latino', answers: informsOnly },
    '32624-9': {
      asks: 'Race', many: true,
      answers: {
        'LA6156-9': 'informational', 'LA14045-1': 'informational', 'LA30187-1': 'informational', 'LA14042-8': 'informational',
        'LA4457-3': 'informational', 'LA4-4': 'informational', 'LA46-8': 'informational', ...declined,
      },
    },
    '93035-4': { asks: 'Seasonal or migrant farm work', answers: informsOnly },
    // Not a deficit: it opens benefits, and becomes a need only when the member wants help with them.
    '93034-7': { asks: 'Discharged from the armed forces', answers: { 'LA33-6': { risk: 'veteran-status' }, 'LA32-8': 'no-risk', ...declined } },
    '54899-0': { asks: 'Preferred language', answers: { 'LA43-5': 'informational', 'LA30188-9': 'informational', ...declined } },
    '63512-8': { asks: 'Household size', value: 'integer' },
    '71802-3': { asks: 'Housing status', answers: { 'LA30189-7': 'no-risk', 'LA30190-5': { risk: 'homelessness' }, ...declined } },
    '93033-9': { asks: 'Worried about losing housing', answers: { 'LA33-6': { risk: 'housing-instability' }, 'LA32-8': 'no-risk', ...declined } },
    '56799-0': { asks: 'Address', value: 'string' },
    '82589-3': {
      asks: 'Education',
      answers: { 'LA30191-3': { risk: 'educational-attainment' }, 'LA30192-1': 'no-risk', 'LA30193-9': 'no-risk', ...declined },
    },
    '67875-5': {
      asks: 'Employment',
      answers: {
        'LA17956-6': { risk: 'employment-status' }, 'LA30138-4': 'no-risk', 'LA30136-8': 'no-risk', 'LA30137-6': 'no-risk', ...declined,
      },
    },
    '76437-3': {
      asks: 'Primary insurance',
      answers: {
        'LA30194-7': { risk: 'health-insurance-coverage-status' }, 'LA17849-3': 'no-risk', 'LA30195-4': 'no-risk',
        'LA15652-3': 'no-risk', 'LA30196-2': 'no-risk', 'LA30197-0': 'no-risk', 'LA6350-8': 'no-risk',
      },
    },
    '63586-2': { asks: 'Income of the last year', value: 'decimal' },
    // Gravity files all of these under material-hardship; each goes to the category under which the directory can answer it.
    '93031-3': {
      asks: 'Unable to get when really needed', many: true,
      answers: {
        'LA30125-1': { risk: 'food-insecurity' }, 'LA30126-9': { risk: 'material-hardship' }, 'LA30124-4': { risk: 'utility-insecurity' },
        'LA30127-7': { risk: 'child-care' }, 'LA30128-5': { risk: 'health-care' }, 'LA30129-3': { risk: 'material-hardship' },
        'LA46-8': { risk: 'material-hardship' }, ...declined,
      },
    },
    '93030-5': {
      asks: 'Kept away by lack of transportation', many: true,
      answers: {
        'LA30133-5': { risk: 'transportation-insecurity' }, 'LA30134-3': { risk: 'transportation-insecurity' }, 'LA32-8': 'no-risk',
        // "Unable to respond": as with a refusal, nothing is known.
        'LA30257-2': 'refusal',
      },
    },
    '93029-7': {
      asks: 'Talks to people they feel close to',
      answers: { 'LA27722-0': { risk: 'social-connection' }, 'LA30130-1': 'no-risk', 'LA30131-9': 'no-risk', 'LA30132-7': 'no-risk', ...declined },
    },
    '93038-8': {
      asks: 'Stress',
      answers: {
        'LA6568-5': 'no-risk', 'LA13863-8': 'no-risk', 'LA13909-9': 'no-risk', 'LA13902-4': { risk: 'stress' },
        'LA13914-9': { risk: 'stress' }, ...declined,
      },
    },
    '93028-9': { asks: 'Jail over two nights in the past year', answers: { 'LA33-6': { risk: 'incarceration-status' }, 'LA32-8': 'no-risk', ...declined } },
    '93027-1': { asks: 'Refugee', answers: informsOnly },
    // Gravity has no category for it; feeling unsafe at home gets the category with the strictest protection.
    '93026-3': {
      asks: 'Feels safe at home',
      answers: { 'LA33-6': 'no-risk', 'LA32-8': { risk: 'intimate-partner-violence' }, 'LA14072-5': 'informational', ...declined },
    },
    '76501-6': { asks: 'Afraid of a partner', answers: { 'LA33-6': { risk: 'intimate-partner-violence' }, 'LA32-8': 'no-risk', ...declined } },
  },
};
