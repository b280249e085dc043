import { newDataKey, open, seal, unwrapKey, wrapKey } from './sealing.js';

const [master, key] = [newDataKey(), newDataKey()];

describe('a sealed profile', () => {
  it('is opened by its key for its member, and hides what it holds', () => {
    const sealed = seal(key, 'member-1', { firstName: 'Albert' });
    expect(open(unwrapKey(master, wrapKey(master, key)), 'member-1', sealed)).toEqual({ firstName: 'Albert' });
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('Albert');
    expect(seal(key, 'member-1', { firstName: 'Albert' })).not.toBe(sealed);
  });
  it('is not opened by another key, for another member, or when a bit was changed', () => {
    const sealed = seal(key, 'member-1', { firstName: 'Albert' });
    const bytes = Buffer.from(sealed, 'base64');
    bytes[30]! ^= 1;
    expect(() => open(newDataKey(), 'member-1', sealed)).toThrow();
    expect(() => open(key, 'member-2', sealed)).toThrow();
    expect(() => open(key, 'member-1', bytes.toString('base64'))).toThrow();
    expect(() => unwrapKey(newDataKey(), wrapKey(master, key))).toThrow();
  });
});
