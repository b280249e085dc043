import { hl7Time, momentOf } from './time.js';

const pacific = 'America/Los_Angeles';
const at = (text: string): string | undefined => momentOf(text, pacific)?.from.toISOString();

describe('a time in a hospital message', () => {
  it('without an offset is the clock on the wall of the hospital', () => {
    expect(at('20190912093000')).toBe('2019-09-12T16:30:00.000Z');
    expect(at('201912120930')).toBe('2019-12-12T17:30:00.000Z');
    expect(momentOf('20190912093000', 'UTC')?.from.toISOString()).toBe('2019-09-12T09:30:00.000Z');
  });
  it('with an offset needs no zone, however odd the offset is', () => {
    expect(at('20190423150137+0215')).toBe('2019-04-23T12:46:37.000Z');
    expect(at('20170820074419-0500')).toBe('2017-08-20T12:44:19.000Z');
  });
  it('may have a fraction, with its point or without', () => {
    expect(at('20201020150800.739+0000')).toBe('2020-10-20T15:08:00.739Z');
    expect(at('20110613122406637')).toBe('2011-06-13T19:24:06.637Z');
    expect(at('1994050216163360')).toBe('1994-05-02T23:16:33.600Z');
  });
  it('given as a day lasts all of it, twenty-five hours of clock time apart or not', () => {
    const day = momentOf('20190912', pacific)!;
    expect([day.from.toISOString(), day.to.toISOString()]).toEqual(['2019-09-12T07:00:00.000Z', '2019-09-13T06:59:59.999Z']);
    expect(at('201909')).toBe('2019-09-01T07:00:00.000Z');
    expect(at('2019')).toBe('2019-01-01T08:00:00.000Z');
  });
  it('in the hour that November repeats is the first of the two', () => {
    expect(at('20191103013000')).toBe('2019-11-03T08:30:00.000Z');
    expect(at('20191103013000-0800')).toBe('2019-11-03T09:30:00.000Z');
  });
  it('that is none is no time', () => {
    for (const text of ['', 'yesterday', '2019-09-12', '20191301', '20190230', '2019091225', '201909122460', '20190912093000+07', '19']) {
      expect(at(text)).toBeUndefined();
    }
    expect(momentOf(undefined, pacific)).toBeUndefined();
  });
  it('is written in UTC', () => {
    expect(hl7Time(new Date('2019-09-12T16:30:00.250Z'))).toBe('20190912163000+0000');
  });
});
