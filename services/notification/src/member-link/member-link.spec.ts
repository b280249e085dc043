import { dayNamed } from './member-link.js';

describe('the day on which a member says that help came', () => {
  const today = '2026-11-30';
  it('is today when none is named, and any of the last twelve months', () => {
    expect([undefined, '', today, '2026-02-28', '2025-11-30'].map((named) => dayNamed(named, today))).toEqual([today, today, today, '2026-02-28', '2025-11-30']);
  });
  it.each(['2026-12-01', '2026-02-31', '2026-13-01', '2025-11-29', '0001-01-01', '0000-01-01', 'yesterday'])('is not %s', (named) => {
    expect(() => dayNamed(named, today)).toThrow(expect.objectContaining({ code: 'date-not-past', fields: ['on'] }));
  });
});
