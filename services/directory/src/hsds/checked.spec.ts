import { checkedOrganization } from './checked.js';

const id = '018f5c1a-7b2c-7def-8a9b-000000000001';

describe('a record of a source', () => {
  it('keeps no character that nobody sees, and its names are on one line', () => {
    const name = ' Harbor\u202e\r\nLights\u0007 \u2066Food Bank\u2069\u200e';
    const candidate = { id, name, alternate_name: 'Har\u0085bor\nLights', description: 'Monday\n\tTuesday\u202d\u200f\u0000' };
    expect(checkedOrganization(candidate)).toEqual({
      record: { id, name: 'Harbor Lights Food Bank', alternate_name: 'Harbor Lights', description: 'Monday\n\tTuesday' },
    });
  });
  it('whose name is nothing that can be seen has no name', () => {
    expect(checkedOrganization({ id, name: '\u200b\u202e\u2069 ', description: 'Food' })).toEqual({ reasons: ['name: is missing'] });
  });
});
