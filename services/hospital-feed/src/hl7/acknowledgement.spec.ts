import { acknowledgement, answerCodes } from './acknowledgement.js';
import { parseMessage } from './message.js';

const own = { controlId: 'A1', now: new Date('2019-09-12T16:30:00Z') };
const asks = (acceptWish?: string, applicationWish?: string, kind = 'ADT') => ({ kind, acceptWish, applicationWish });

describe('the answer to a hospital message', () => {
  it('is one of AA, AE and AR when the message wishes nothing', () => {
    expect(answerCodes(asks(), 'taken', 'as-asked')).toEqual(['AA']);
    expect(answerCodes(asks(), 'error', 'as-asked')).toEqual(['AE']);
    expect(answerCodes(undefined, 'reject', 'as-asked')).toEqual(['AR']);
  });
  it('is given by MSH-15 and MSH-16 when either is valued', () => {
    const table: [string | undefined, string | undefined, string[], string[]][] = [
      ['AL', undefined, ['CA'], ['CR']], ['AL', 'AL', ['CA', 'AA'], ['CR', 'AR']], ['NE', 'NE', [], []], ['NE', undefined, [], []],
      ['NE', 'AL', ['AA'], ['AR']], ['ER', 'ER', [], ['CR', 'AR']], ['SU', 'SU', ['CA', 'AA'], []], [undefined, 'AL', ['AA'], ['AR']],
      ['AL', 'ER', ['CA'], ['CR', 'AR']],
    ];
    for (const [accept, application, taken, rejected] of table) {
      expect(answerCodes(asks(accept, application), 'taken', 'as-asked')).toEqual(taken);
      expect(answerCodes(asks(accept, application), 'reject', 'as-asked')).toEqual(rejected);
    }
  });
  it('is the one of the original mode where the feed is set so, as many senders know no other', () => {
    expect(answerCodes(asks('AL', 'AL'), 'taken', 'original')).toEqual(['AA']);
    expect(answerCodes(asks('NE', 'NE'), 'taken', 'original')).toEqual(['AA']);
  });
  it('is never given to an answer', () => {
    expect(answerCodes(asks(undefined, undefined, 'ACK'), 'reject', 'as-asked')).toEqual([]);
    expect(answerCodes(asks('AL', 'AL', 'MCF'), 'taken', 'original')).toEqual([]);
  });
  it('goes back to who sent the message and names it', () => {
    const message = parseMessage('MSH|^~\\&|EPIC^x|H1|HHP|STATE|20190912||ADT^A03^ADT_A03|42|T|2.5.1')!;
    expect(acknowledgement('AA', message, undefined, own)).toBe(
      'MSH|^~\\&|HHP|STATE|EPIC^x|H1|20190912163000+0000||ACK^A03^ACK|A1|T|2.5.1\rMSA|AA|42\r');
  });
  it('says where and why a message was refused, in the marks of the message', () => {
    const message = parseMessage('MSH|*~}|A|B|C|D|||ADT*A03||P|2.3')!;
    expect(acknowledgement('AR', message, { place: 'MSH^1^10', code: '101' }, own).split('\r')).toEqual([
      'MSH|*~}|C|D|A|B|20190912163000+0000||ACK*A03*ACK|A1|P|2.3', 'MSA|AR|', 'ERR||MSH*1*10|101**HL70357|E', '']);
  });
  it('is readable even when the message was not', () => {
    expect(acknowledgement('AR', undefined, { place: '', code: '100' }, own)).toBe(
      'MSH|^~\\&|||||20190912163000+0000||ACK|A1|P|2.5.1\rMSA|AR|\rERR|||100^^HL70357|E\r');
  });
});
