import { acuity } from './acuity.js';
import { exclusions } from './exclusions.js';
import { parameters } from './parameters.js';
import type { RulePack } from './rule-pack.js';

const source = 'L.A. Care, HHP eligibility and services';
const clause = { criterion: 'R1', source, confidence: 'V' } as const;

/** As L.A. Care's page states it: asthma stands alone, chronic kidney disease is included, both phases (domain 2.1, 2.6; 004-25). */
export const lacare: RulePack = {
  name: 'hhp/lacare', version: 1, source,
  clauses: [
    { ...clause, id: 'R1a', phase: 'SPA1', test: { kind: 'conditions', atLeast: 2, of: ['COPD', 'DM', 'TBI', 'CHF', 'CAD', 'CLD', 'CKD', 'DEM', 'SUD'] } },
    { ...clause, id: 'R1b', phase: 'SPA1', test: { kind: 'condition-with', condition: 'HTN', partners: ['COPD', 'DM', 'CAD', 'CHF'] } },
    { ...clause, id: 'R1c', phase: 'SPA2', test: { kind: 'conditions', atLeast: 1, of: ['MDD', 'BIP', 'PSY'] } },
    { ...clause, id: 'R1d', phase: 'SPA1', test: { kind: 'conditions', atLeast: 1, of: ['ASTHMA'] } },
    ...acuity(source),
  ],
  exclusions, parameters,
};
