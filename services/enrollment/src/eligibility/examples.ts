import { addMonths, type Day } from '@hhp/domain-kit';
import type { LiveFrom } from '../go-live/go-live.js';
import type { Condition, Fact, FactsOfMember } from './facts.js';

/** For specs: members as the test vectors of domain 2.7 describe them. */
export const judgedOn: Day = '2019-09-12';
export const contractCode = 'GGHP-SF';
export const bothLive: LiveFrom = { SPA1: '2018-07-01', SPA2: '2019-01-01' };

export const covered: Fact = { kind: 'coverage', contractCode, from: '2018-01-01' };
export const has = (...codes: Condition[]): Fact[] => codes.map((code) => ({ kind: 'condition', code, on: '2019-03-01' }));
export const looked: Fact[] = (['conditions', 'risks', 'exclusions'] as const).map((what) => ({ kind: 'reviewed', what, on: '2019-09-01' }));
export const used = (inpatientStays?: number, edVisits?: number): Fact => ({
  kind: 'utilization', through: '2019-09-01', ...(inpatientStays === undefined ? {} : { inpatientStays }), ...(edVisits === undefined ? {} : { edVisits }),
});
export const housed: Fact = { kind: 'residence', setting: 'housed', from: '2010-01-01' };
export const limited: Fact = { kind: 'adl-limitation', limited: true, on: '2019-01-01' };
/** Homeless for two years, with a condition that limits activities of daily living. */
export const chronic: Fact[] = [{ kind: 'residence', setting: 'shelter', from: addMonths(judgedOn, -24) }, limited];
export const inSupportiveHousing = (months: number): Fact[] => [
  { kind: 'residence', setting: 'permanent-supportive-housing', from: addMonths(judgedOn, -months), chronicBefore: true }, limited,
];
export const factsOf = (timeline: readonly Fact[], live: LiveFrom = bothLive): FactsOfMember => ({ timeline, live: { [contractCode]: live } });
