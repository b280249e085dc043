import type { Day } from '@hhp/domain-kit';
import { mentalIllnessFrom, type DemoCounty } from './counties.js';
import type { Chance } from './chance.js';
import type { Fate } from './fate.js';

/** What the list says of a person's health, use of care and homelessness, as the cells of the row. */
export interface Health {
  readonly population: 'SPA1' | 'SPA2';
  readonly conditions: string;
  readonly acuity: string;
  readonly homeless_indicator: string;
  readonly chronic_homeless_indicator: string;
  readonly exclusion_code: string;
}

/** Pairs that qualify alike under every rule pack (domain 2.1, 2.6), the commonest first. */
const pairs: readonly (readonly [readonly string[], number])[] = [
  [['HTN', 'DM'], 34], [['DM', 'CKD'], 14], [['DM', 'CAD'], 12], [['COPD', 'CHF'], 10], [['HTN', 'CHF'], 9], [['SUD', 'CLD'], 8], [['DM', 'SUD'], 7],
  [['COPD', 'SUD'], 6],
];
const mental = [['MDD', 70], ['BIP', 20], ['PSY', 10]] as const;
const exclusionCodes = ['CMC', 'DUP', 'FFS', 'HOSPICE', 'TCM', 'WPC', 'CCM', 'WM', 'WAIVER-ALW', 'WAIVER-MSSP', 'OH'] as const;

const housed = { homeless_indicator: 'N', chronic_homeless_indicator: 'N' } as const;
const counts = (stays: number, visits: number): string => `R2b:${stays};R2c:${visits}`;

/** Somebody who qualifies. How often which acuity is met follows the first year of a large plan (domain 11.4). */
function qualifying(chance: Chance, county: DemoCounty, listedOn: Day): Health {
  const ill = listedOn >= mentalIllnessFrom[county.group] && chance.happens(0.2);
  const conditions: string[] = ill ? [chance.weighted(mental)] : [...chance.weighted(pairs)];
  const chronic = chance.happens(0.028);
  if (chance.happens(0.7)) for (const more of ill ? ['HTN', 'ASTHMA'] : ['ASTHMA', 'MDD']) conditions.push(more);
  let [stays, visits] = [chance.happens(0.56) ? 1 + chance.below(3) : 0, chance.happens(0.57) ? 3 + chance.below(9) : chance.below(3)];
  if (conditions.length < 3 && stays === 0 && visits < 3 && !chronic) [stays, visits] = [1, visits];
  return {
    population: ill ? 'SPA2' : 'SPA1', conditions: conditions.join(';'), acuity: counts(stays, visits), exclusion_code: 'NONE',
    homeless_indicator: chronic ? 'Y' : 'N', chronic_homeless_indicator: chronic ? 'Y' : 'N',
  };
}

/** Not acute enough, the wrong pair of conditions, or qualifying by a phase that is not live there yet (domain 2.7: 2, 5, 8). */
function notQualifying(chance: Chance, county: DemoCounty): Health {
  const rest = { population: 'SPA1', exclusion_code: 'NONE', ...housed } as const;
  const tooEarly = { ...rest, population: 'SPA2', conditions: 'MDD', acuity: counts(1, 0) } as const;
  return chance.of([
    { ...rest, conditions: 'DM;COPD', acuity: counts(0, 2) }, { ...rest, conditions: 'HTN;CKD', acuity: counts(1, 5) },
    ...(county.group === 3 ? [tooEarly] : []),
  ]);
}

/** Nobody counted the visits, looked for exclusions, or wrote down conditions: that is no "no" (000-28). */
function unclear(chance: Chance): Health {
  const rest = { population: 'SPA1', conditions: 'DM;COPD', acuity: counts(1, 4), exclusion_code: 'NONE', ...housed } as const;
  return chance.of([{ ...rest, acuity: '' }, { ...rest, exclusion_code: '' }, { ...rest, conditions: '' }]);
}

/** The health of somebody whose fate is known. */
export function healthFor(fate: Fate, chance: Chance, county: DemoCounty, listedOn: Day): Health {
  switch (fate) {
    case 'not-eligible': return notQualifying(chance, county);
    case 'unknown': return unclear(chance);
    case 'excluded': return { ...qualifying(chance, county, listedOn), exclusion_code: chance.of(exclusionCodes) };
    default: return qualifying(chance, county, listedOn);
  }
}
