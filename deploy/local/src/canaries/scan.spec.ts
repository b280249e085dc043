import { aCanary, tokensOf } from './canary.js';
import { leaks } from './scan.js';

describe('the scan for canaries', () => {
  const tokens = tokensOf(aCanary());
  const output = (text: string) => ({ name: 'log', bytes: Buffer.from(text) });

  it('finds each token wherever it stands, in any case, and in base64 that begins anywhere', () => {
    tokens.forEach((token, nth) => {
      for (const told of [`"name":"${token}",`, token.toUpperCase(), `x=${encodeURIComponent(token)}`, ...['', 'a', 'ab', 'abc'].map((lead) => Buffer.from(`${lead}${token} and more`).toString('base64'))]) {
        expect(leaks([output(`${told}\n`)], tokens)).toEqual([`log holds token ${nth}`]);
      }
    });
  });
  it('finds none of another canary', () => {
    expect(leaks([output(tokensOf(aCanary()).join('\n'))], tokens)).toEqual([]);
  });
});
