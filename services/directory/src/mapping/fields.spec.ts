import { foodoasisMarkets } from './foodoasis.js';
import { codesAskedFor, codesOf, language } from './languages.js';
import { phonesIn } from './phones.js';
import { clockTime, dayCode, dayFrom, weekly } from './times.js';

describe('a time of day', () => {
  it.each([['1:30 pm', '13:30'], ['12:00 pm', '12:00'], ['12:15 am', '00:15'], ['3pm', '15:00'], ['9AM', '09:00'], ['08:00', '08:00'], ['830', '08:30'], ['1900', '19:00'], ['4:00 PM', '16:00']])(
    'is read from %s as %s', (text, time) => { expect(clockTime(text)).toBe(time); });
  it.each(['noon', '9', '25:00', '9:75', '', '9-5'])('is not read from "%s"', (text) => { expect(clockTime(text)).toBeUndefined(); });
});

describe('a day', () => {
  it.each([['6/12/17', '2017-06-12'], ['6/5/2017', '2017-06-05'], ['January 01, 0001', '0001-01-01'], ['12/24/2015', '2015-12-24'], ['2017-06-12', '2017-06-12']])(
    'is read from %s as %s', (text, day) => { expect(dayFrom(text)).toBe(day); });
  it('is not read from words', () => { expect([dayFrom('soon'), dayFrom('Smarch 13, 2019')]).toEqual([undefined, undefined]); });
  it.each([['Wed', 'WE'], ['thursday', 'TH'], ['Thu1st', 'TH'], ['MON', 'MO'], ['daily', undefined]])('of the week %s is %s', (text, code) => { expect(dayCode(text)).toBe(code); });
});

describe('hours', () => {
  it('that cannot be read stay as words, so that they show as unknown', () => {
    expect(weekly('MO', 'noon', '17:00')).toEqual({ description: 'MO noon 17:00' });
    expect(weekly(undefined, '09:00', '17:00')).toEqual({ description: '09:00 17:00' });
    expect(weekly('MO', undefined, undefined)).toEqual({ description: 'MO' });
  });
});

describe('a language', () => {
  it('is known by the names that people write and by its code', () => {
    expect(language('Chinese (Cantonese)')).toEqual({ name: 'Chinese (Cantonese)', code: 'yue' });
    expect(language('es')).toEqual({ name: 'Spanish', code: 'es' });
    expect(language('Elvish of the woods')).toEqual({ name: 'Elvish of the woods' });
  });
  it('asked for in general is answered by its kinds, a kind only by itself', () => {
    expect(codesAskedFor('Chinese')).toEqual(['zh', 'cmn', 'yue', 'nan']);
    expect(codesAskedFor('cantonese')).toEqual(['yue']);
    expect(codesAskedFor('Elvish of the woods')).toEqual([]);
  });
  it('with a region is found as the language too', () => {
    expect(codesOf([{ id: 'x', code: 'es-MX' }, { id: 'y', name: 'Mandarin' }, { id: 'z', name: 'Elvish of the woods' }])).toEqual(['es-mx', 'es', 'cmn']);
  });
});

describe('a field of telephones', () => {
  it('gives every number, and keeps the words around them', () => {
    const text = 'Jemuel / Office: 661.951.1400 Jemuel: 661.236.8125 Center: (661) 951-1400';
    expect(phonesIn(text)).toEqual([
      { number: '661.951.1400', type: 'voice', description: text }, { number: '661.236.8125', type: 'voice' }, { number: '(661) 951-1400', type: 'voice' },
    ]);
    expect(phonesIn('415-586-1444')).toEqual([{ number: '415-586-1444', type: 'voice' }]);
  });
  it('keeps what is no number of ten digits, like 988', () => {
    expect(phonesIn('988')).toEqual([{ number: '988', type: 'voice' }]);
    expect(phonesIn(undefined)).toEqual([]);
  });
});

describe('what a page says', () => {
  it('is read without its markup, and at once where it has brackets without end', () => {
    const place = (content: string): object => ({ uri: '/x/', name: 'A market', category: 'Farmers Market', content });
    const before = performance.now();
    const told = (content: string): string => JSON.stringify([...foodoasisMarkets([place(content)] as never, 'sample')]);
    expect(told('<p>Fruit &amp; <b>bread</b></p>')).toContain('. Fruit & bread"');
    told('<'.repeat(100_000));
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
