import { type Candidate, matchingOf, noClues, together } from './clues.js';

const by = (how: Candidate['how'], memberId: string, tenant = 'golden-gate'): Candidate => ({ tenant, memberId, how });

describe('the member behind a hospital message', () => {
  it('is the one with the number', () => {
    expect(matchingOf([by('identifier', 'a'), by('name', 'b')])).toEqual({ members: [{ tenant: 'golden-gate', memberId: 'a' }], uncertain: [] });
  });
  it('is the only one of that name and birth date when no number is known', () => {
    expect(matchingOf([by('name', 'a')]).members).toEqual([{ tenant: 'golden-gate', memberId: 'a' }]);
  });
  it('is never guessed: namesakes, two with one number, and clues against each other are left to a person', () => {
    for (const candidates of [[by('name', 'a'), by('name', 'b')], [by('identifier', 'a'), by('identifier', 'b')], [by('contradicted', 'a')], [by('contradicted', 'a'), by('name', 'b')]]) {
      expect(matchingOf(candidates)).toEqual({ members: [], uncertain: ['golden-gate'] });
    }
  });
  it('may be known to two plans, to each by itself', () => {
    expect(matchingOf([by('identifier', 'a'), by('name', 'x', 'bay'), by('name', 'y', 'bay'), by('name', 'z', 'delta')])).toEqual({
      members: [{ tenant: 'golden-gate', memberId: 'a' }, { tenant: 'delta', memberId: 'z' }], uncertain: ['bay'] });
  });
  it('is told by all messages of the stay together', () => {
    const first = { identifiers: ['1'], cins: [], name: 'n', sex: 'F' };
    expect(together(together(noClues, first), { identifiers: ['1', '2'], cins: ['2'], name: undefined })).toEqual({ identifiers: ['1', '2'], cins: ['2'], name: 'n', sex: 'F' });
  });
});
