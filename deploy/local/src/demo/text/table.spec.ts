import { csvOf } from './csv.js';
import { tableText } from './table.js';

describe('a table on the terminal', () => {
  it('aligns words at their beginning and numbers at their end, and sets the total apart', () => {
    const text = tableText([{ head: 'County group' }, { head: 'Enrolled', numbers: true }], [['San Francisco', 539], ['Riverside', 7_436]], ['Total', 7_975]);
    expect(text.split('\n')).toEqual([
      '  County group    Enrolled',
      '  ─────────────   ────────',
      '  San Francisco        539',
      '  Riverside          7,436',
      '  ─────────────   ────────',
      '  Total              7,975',
    ]);
  });
  it('shows what is not there as a dash and shortens what is too long', () => {
    const [, , line] = tableText([{ head: 'a' }, { head: 'b' }], [[null, 'x'.repeat(80)]]).split('\n');
    expect(line).toBe(`  –   ${'x'.repeat(63)}…`);
  });
});

describe('a CSV file', () => {
  it('quotes what a comma, a quote or a line break would tear apart', () => {
    expect(csvOf(['a', 'b'], [{ a: '1', b: 'Ann, "Annie"' }, { b: 'two\nlines' }])).toBe('a,b\r\n1,"Ann, ""Annie"""\r\n,"two\nlines"\r\n');
  });
});
