import { acuity } from './acuity.js';
import { exclusions } from './exclusions.js';
import { parameters } from './parameters.js';
import type { RulePack } from './rule-pack.js';

const source = 'CMS letter approving State Plan Amendment CA-16-007, 2017-12-19';
const clause = { criterion: 'R1', source, confidence: 'V' } as const;

/**
 * As the approval letter states it: asthma with a risk of another condition, asthma among the two or more too, hypertension only with a
 * partner (domain 2.6). That the second phase follows the same wording as elsewhere was not read there.
 */
export const ca16007: RulePack = {
  name: 'hhp/ca-16-007', version: 1, source,
  clauses: [
    {
      ...clause, id: 'R1a', phase: 'SPA1',
      test: { kind: 'conditions', atLeast: 2, of: ['ASTHMA', 'COPD', 'DM', 'TBI', 'CHF', 'CAD', 'CLD', 'CKD', 'DEM', 'SUD'] },
    },
    { ...clause, id: 'R1b', phase: 'SPA1', test: { kind: 'condition-with', condition: 'HTN', partners: ['COPD', 'DM', 'CAD', 'CHF'] } },
    { ...clause, id: 'R1c', phase: 'SPA2', test: { kind: 'conditions', atLeast: 1, of: ['MDD', 'BIP', 'PSY'] }, confidence: 'K' },
    {
      ...clause, id: 'R1d', phase: 'SPA1',
      test: { kind: 'condition-with-risk', condition: 'ASTHMA', risks: ['DM-RISK', 'SUD-RISK', 'DEPRESSION-RISK', 'BMI-OVER-25'] },
    },
    ...acuity(source),
  ],
  exclusions, parameters,
};
