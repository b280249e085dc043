import { acuity } from './acuity.js';
import { exclusions } from './exclusions.js';
import { parameters } from './parameters.js';
import type { RulePack } from './rule-pack.js';

const source = "Anthem Blue Cross, page for providers on the health home";
const clause = { criterion: 'R1', source, confidence: 'V' } as const;

/** As Anthem's page words the first phase: asthma is one of at least two, chronic kidney disease is not listed (domain 2.6). */
export const anthemSpa1: RulePack = {
  name: 'hhp/anthem-spa1', version: 1, source,
  clauses: [
    { ...clause, id: 'R1a', phase: 'SPA1', test: { kind: 'conditions', atLeast: 2, of: ['ASTHMA', 'COPD', 'DM', 'TBI', 'CHF', 'CAD', 'CLD', 'DEM', 'SUD'] } },
    { ...clause, id: 'R1b', phase: 'SPA1', test: { kind: 'condition-with', condition: 'HTN', partners: ['COPD', 'DM', 'CAD', 'CHF'] } },
    ...acuity(source),
  ],
  exclusions, parameters,
};
