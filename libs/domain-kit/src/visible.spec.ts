import fc from 'fast-check';
import { holdsUnseen, onOneLine, visibleOf } from './index.js';

/** U+200E, U+200F, U+202A–U+202E, U+2066–U+2069 and all that is like them, by their numbers: here, too, nobody would see them. */
const unseen = [
  0x00, 0x07, 0x08, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0x061c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
  0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff,
].map((code) => String.fromCodePoint(code));

describe('what nobody sees in a text', () => {
  it.each(unseen)('is found and taken out (%j)', (mark) => {
    expect(holdsUnseen(`Al${mark}bert`)).toBe(true);
    expect(holdsUnseen(onOneLine(`Al${mark}bert`))).toBe(false);
    expect(visibleOf(`Al${mark}bert`)).toBe('Albert');
  });
  it('is not what people write their names with', () => {
    for (const name of ["O'Neill-Núñez", 'Đặng Thị Hà', '李小龍', 'نوریا\u200cن', 'Ana María', 'क्\u200dष', 'Harbor Lights 🏠']) {
      expect([holdsUnseen(name), onOneLine(name), visibleOf(name)]).toEqual([false, name, name]);
    }
  });
  it('leaves a text of several lines its lines, and a name one line, whatever is in it', () => {
    expect(visibleOf(' Monday:\r\n\t9 to 5\u202e\n')).toBe('Monday:\r\n\t9 to 5');
    expect(onOneLine(' Food\r\nBank\u2028of\tMarin\u0085 ')).toBe('Food Bank of Marin');
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...unseen, '\n', '\r', '\t'))), (parts) => {
      expect(onOneLine(parts.join(''))).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
    }));
  });
});
