import { runLibrarySchedules } from './library-schedules.js';
import { shipped, patched } from './patched.js';

const serverUrl = process.env['TEST_DATABASE_URL']!;

describe('a schedule of the library', () => {
  it('breaks nothing, and decides as the model decides', async () => {
    const { found, decisions } = await runLibrarySchedules({ run: 1, from: 0, count: 20, serverUrl, library: shipped(), untilFound: false });
    expect(found).toEqual([]);
    expect(decisions).toBeGreaterThan(20);
  }, 120_000);
  it.each(['confirm-before-publish', 'repeat-not-seen'])('shows the bug that %s plants', async (name) => {
    const { found } = await runLibrarySchedules({ run: 1, from: 0, count: 100, serverUrl, library: patched(name), untilFound: true });
    expect(found).toHaveLength(1);
  }, 120_000);
});
