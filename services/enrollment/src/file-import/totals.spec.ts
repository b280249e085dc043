import fc from 'fast-check';
import { add, noTotals, type Outcome, totalsOf } from './totals.js';

const outcome: fc.Arbitrary<Outcome> = fc.record({
  row: fc.nat(), result: fc.constantFrom('accepted' as const, 'unchanged' as const, 'rejected' as const), county: fc.constantFrom('06075', '06037', undefined),
});

describe('control totals', () => {
  it('count every row once: accepted, unchanged and rejected are all rows, and the counties add up', () => {
    fc.assert(fc.property(fc.array(outcome), (outcomes) => {
      const { rows, accepted, unchanged, rejected, byCounty } = totalsOf(outcomes);
      expect(rows).toBe(outcomes.length);
      expect(accepted + unchanged + rejected).toBe(rows);
      expect(rejected).toBe(outcomes.filter(({ result }) => result === 'rejected').length);
      for (const sum of ['rows', 'accepted', 'unchanged', 'rejected'] as const) {
        expect(Object.values(byCounty).reduce((all, counts) => all + counts[sum], 0)).toBe({ rows, accepted, unchanged, rejected }[sum]);
      }
    }));
  });
  it('of the parts of a file are those of the whole', () => {
    fc.assert(fc.property(fc.array(outcome), fc.nat(), (outcomes, where) => {
      const at = where % (outcomes.length + 1);
      expect(add(totalsOf(outcomes.slice(0, at)), totalsOf(outcomes.slice(at)))).toEqual(totalsOf(outcomes));
      expect(add(noTotals, totalsOf(outcomes))).toEqual(totalsOf(outcomes));
    }));
  });
  it('name the rows whose county is none of the programme', () => {
    expect(totalsOf([{ row: 2, result: 'rejected' }, { row: 3, result: 'accepted', county: '06075' }]).byCounty).toEqual({
      unknown: { rows: 1, accepted: 0, unchanged: 0, rejected: 1 }, '06075': { rows: 1, accepted: 1, unchanged: 0, rejected: 0 },
    });
  });
});
