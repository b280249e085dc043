import { measuresOf } from './referral-measures.js';

describe('the referral measures', () => {
  it('shows persons and referrals side by side, each with its own denominator (002-127)', () => {
    const figures = { mature: { referrals: 8, persons: 5 }, 'received-any': { referrals: 3, persons: 3 }, received: { referrals: 2, persons: 2 } };
    const measure = measuresOf(figures, 30, 90).find((each) => each.id === '002-127')!;
    expect(measure.share).toEqual({
      referrals: { numerator: 3, denominator: 8, percent: 37.5 }, persons: { numerator: 3, denominator: 5, percent: 60 },
    });
    expect(measure.figures['still-open']).toEqual({ referrals: 0, persons: 0 });
  });
  it('has no percentage of nothing', () => {
    expect(measuresOf({}, 30, 90).find((each) => each.id === '002-128')?.share?.referrals).toEqual({ numerator: 0, denominator: 0, percent: null });
  });
  it('says its parameters in its definitions', () => {
    expect(measuresOf({}, 45, 180).map((each) => each.definition).join(' ')).toMatch(/45 days.*180 days/s);
  });
});
