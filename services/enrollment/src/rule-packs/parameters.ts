import { conditions } from '../eligibility/facts.js';
import type { Parameters } from './rule-pack.js';

const unsettled = 'Not settled by any text read (domain 2.2, 2.4)';

/** What the packs leave open alike (domain 2.2, 2.4): each is an assumption until the Program Guide is read. */
export const parameters: Parameters = {
  'acuity-lookback-months': { value: 12, confidence: 'K', source: 'All three texts say the last year; none says which day it ends on' },
  'statement-months': { value: 6, confidence: 'K', source: 'DHCS made the engagement list anew about every six months' },
  'conditions-counted': { value: conditions, confidence: 'K', source: unsettled },
  'admitted-visit-counts': { value: false, confidence: 'K', source: unsettled },
  'homeless-settings': { value: ['street', 'vehicle', 'shelter', 'with-others'], confidence: 'K', source: 'Training for CB-CME staff: shelters and friends' },
  'homeless-break-days': { value: 7, confidence: 'K', source: unsettled },
  'two-year-limit-on': {
    value: ['permanent-supportive-housing'], confidence: 'K', source: 'W&I 14127(e); the sheet for CBOs reads as if it covered transitional housing too',
  },
};
