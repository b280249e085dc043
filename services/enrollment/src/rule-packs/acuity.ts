import type { Clause } from './rule-pack.js';

/** The acuity clauses R2a to R2d, the same in every source (domain 2.2, 004-25). */
export function acuity(source: string): Clause[] {
  const shared = { criterion: 'R2', source, confidence: 'V' } as const;
  return [
    { ...shared, id: 'R2a', test: { kind: 'counted-conditions', atLeast: 3 }, parameters: ['conditions-counted', 'statement-months'] },
    { ...shared, id: 'R2b', test: { kind: 'inpatient-stays', atLeast: 1 }, parameters: ['acuity-lookback-months', 'statement-months'] },
    { ...shared, id: 'R2c', test: { kind: 'ed-visits', atLeast: 3 }, parameters: ['acuity-lookback-months', 'statement-months', 'admitted-visit-counts'] },
    {
      ...shared, id: 'R2d', test: { kind: 'chronic-homelessness' }, source: 'AB 361, W&I 14127(e)',
      parameters: ['homeless-settings', 'homeless-break-days', 'two-year-limit-on', 'statement-months'],
    },
  ];
}
