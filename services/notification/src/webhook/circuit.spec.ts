import { openUntil } from './circuit.js';

const now = new Date('2026-01-01T00:00:00Z');
const minutes = (failures: number): number | null => {
  const until = openUntil(failures, now);
  return until && (until.getTime() - now.getTime()) / 60_000;
};

describe('an endpoint that fails', () => {
  it('is tried as usual four times, and then left alone for longer and longer, an hour at most', () => {
    expect([1, 4, 5, 6, 7, 10, 11, 12, 1_000].map(minutes)).toEqual([null, null, 1, 2, 4, 32, 60, 60, 60]);
  });
});
