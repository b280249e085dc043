import { messageProper, messagesIn, textOf } from './bytes.js';
import { type Message, parseMessage, repetitionsOf, segment, valueAt } from './message.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): Message => parseMessage(text)!;
const pid = 'PID|1||81^^^HOSP^MR~91234567A^^^MEDI-CAL^MA||Rivera^Albert||19610412|M';

describe('a hospital message', () => {
  it('is read with any line ends, a byte-order mark and blank lines', () => {
    for (const end of ['\r', '\n', '\r\n', '\r\n\r\n']) {
      const message = read(`\uFEFF${['MSH|^~\\&|EPIC|H1', 'EVN|A01|2019', pid].join(end)}${end}`);
      expect(message.segments.map((each) => each.name)).toEqual(['MSH', 'EVN', 'PID']);
      expect(valueAt(message, segment(message, 'PID'), 3, { repetition: 2 })).toBe('91234567A');
    }
  });
  it('is refused before anything else when it does not begin with a header and its marks', () => {
    for (const text of ['', 'hello world', 'PID|1', 'MSH', 'MSH|', 'MSH||A|', 'MSHAABC', 'MSH|^^\\&|', '{"resourceType":"Bundle"}', '<HL7/>']) {
      expect(parseMessage(text)).toBeUndefined();
    }
  });
  it('counts the fields of its header from the separator', () => {
    const message = read('MSH|^~\\&|EPIC|H1|HHP|STATE|20190912||ADT^A03^ADT_A03|42|P|2.5.1');
    expect(message.segments[0]!.fields.slice(0, 4)).toEqual(['MSH', '|', '^~\\&', 'EPIC']);
    expect([10, 12].map((field) => valueAt(message, message.segments[0], field))).toEqual(['42', '2.5.1']);
  });
  it('uses the marks that its header names, whatever they are', () => {
    const own = read('MSH*:!%$*A*B\rPID*1**7:a$b:c!8**x%F%y%S%z%R%%E%%T%');
    expect(valueAt(own, segment(own, 'PID'), 3, { component: 2, subcomponent: 2 })).toBe('b');
    expect(repetitionsOf(own, segment(own, 'PID'), 3)).toBe(2);
    expect(valueAt(own, segment(own, 'PID'), 5)).toBe('x*y:z!%$');
    const braces = read('MSH|^~\\}|A\rPID|1||a&b}c');
    expect(valueAt(braces, segment(braces, 'PID'), 3, { subcomponent: 1 })).toBe('a&b');
    const three = read('MSH|^~}|A\rPID|1||a&b}T}c');
    expect(valueAt(three, segment(three, 'PID'), 3)).toBe('a&b&c');
  });
  it('has its escapes resolved, and keeps what is none', () => {
    const said = (text: string) => valueAt(read(`MSH|^~\\&|A\rNTE|1||${text}`), { name: 'NTE', fields: ['NTE', '1', '', text] }, 3);
    expect(said('a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f')).toBe('a|b^c&d~e\\f');
    expect(said('\\X48C3A9\\')).toBe('Hé');
    expect(said('\\XE9\\')).toBe('é');
    expect(said('\\H\\loud\\N\\ one\\.br\\two')).toBe('loud one\ntwo');
    expect(said('C:\\dir and \\Q\\ and \\X4\\')).toBe('C:\\dir and \\Q\\ and \\X4\\');
    expect(said('\\X\\F\\')).toBe('\\X|');
  });
  it('is read without NUL, as it stands or as an escape', () => {
    const message = read(textOf(bytes('MSH|^~\\&|\0A\0\rPV1|\0|V\\X00\\1\\X324100\\')));
    expect([valueAt(message, message.segments[0], 3), valueAt(message, segment(message, 'PV1'), 2)]).toEqual(['A', 'V12A']);
  });
  it('tells an erased value from no news', () => {
    const message = read('MSH|^~\\&|A\rPID|1||""|| |x^""');
    const at = (field: number, component = 1) => valueAt(message, segment(message, 'PID'), field, { component });
    expect([at(3), at(4), at(5), at(6), at(6, 2), at(40)]).toEqual([null, undefined, undefined, 'x', null, undefined]);
  });
  it('keeps Z segments and counts lines that are no segments', () => {
    const message = read('MSH|^~\\&|A\rZPD|x|y\r// a remark\rPV1');
    expect(message.segments.map((each) => each.name)).toEqual(['MSH', 'ZPD', 'PV1']);
    expect(message.strayLines).toBe(1);
  });
});

describe('the bytes of a frame', () => {
  it('are cut into messages that together are the frame', () => {
    const frame = bytes('/* remark\nMSH|^~\\&|A|||||||1\nPID|MSH|2\n\r\n\uFEFFMSH|^~\\&|B|||||||2\r\n');
    const parts = messagesIn(frame);
    expect(parts).toHaveLength(2);
    expect(Buffer.concat(parts).equals(frame)).toBe(true);
    expect(parts.map((part) => textOf(messageProper(part)))).toEqual(['MSH|^~\\&|A|||||||1\nPID|MSH|2', 'MSH|^~\\&|B|||||||2']);
  });
  it('are one piece when there is no header in them', () => {
    expect(messagesIn(bytes('hello\rworld'))).toHaveLength(1);
    expect(messagesIn(bytes(''))).toHaveLength(1);
  });
  it('are read in the character set of MSH-18, else as UTF-8 where they are that, else as Latin-1', () => {
    const named = (set: string, byte: number[]) => textOf(Uint8Array.from([...bytes(`MSH|^~\\&|A${'|'.repeat(15)}${set}\rPID|`), ...byte])).at(-1);
    expect(named('', [0xc3, 0xa9])).toBe('é');
    expect(named('', [0xe9])).toBe('é');
    expect(named('8859/1', [0xe9])).toBe('é');
    expect(named('8859/15', [0xa4])).toBe('€');
    expect(named('UNICODE UTF-8', [0xc3, 0xb1])).toBe('ñ');
    expect(named('ASCII', [0xf1])).toBe('ñ');
  });
});
