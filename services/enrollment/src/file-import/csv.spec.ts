import { Refused } from '@hhp/domain-kit';
import { type Columns, csvRows, type FileRow, mustBeReadable } from './csv.js';

const columns: Columns = { required: ['cin', 'last_name'], optional: ['address'] };
async function rowsOf(text: string): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const row of csvRows(text, columns)) rows.push(row);
  return rows;
}
async function refusalOf(text: string): Promise<{ code: string; message: string; fields: readonly string[] } | undefined> {
  try { await mustBeReadable(text, columns); } catch (refused) { if (refused instanceof Refused) return refused; throw refused; }
  return undefined;
}

describe('a CSV file', () => {
  it.each([
    ['as it should be', 'cin,last_name\nA,Reyes\n'], ['with a byte-order mark', '\uFEFFcin,last_name\nA,Reyes\n'],
    ['with a byte-order mark before a quote', '\uFEFF"cin","last_name"\nA,Reyes\n'], ['with CRLF', 'cin,last_name\r\nA,Reyes\r\n'],
    ['with columns in another order and case', 'Last_Name,CIN\nReyes,A\n'], ['without a last line break', 'cin,last_name\nA,Reyes'],
    ['with spaces around its cells', 'cin , last_name\n A,\t"Reyes"\n'],
  ])('%s reads the same', async (_name, text) => {
    expect(await rowsOf(text)).toEqual([{ row: 2, cells: { cin: 'A', last_name: 'Reyes' } }]);
  });
  it('counts rows as a spreadsheet does, over empty ones and line breaks within a cell', async () => {
    const rows = await rowsOf('cin,last_name,address\n\nA,Reyes,"1 Main St\nApt 2"\n,,\nB,Nunez,x\n');
    expect(rows.map(({ row, cells }) => [row, cells?.['cin']])).toEqual([[3, 'A'], [5, 'B']]);
  });
  it('keeps what reads like commands as the text that it is', async () => {
    const rows = await rowsOf(`cin,last_name\nA,"Robert'); DROP TABLE member;--"\nB,=HYPERLINK("x")\n`);
    expect(rows.map(({ cells }) => cells?.['last_name'])).toEqual([`Robert'); DROP TABLE member;--`, '=HYPERLINK("x")']);
  });
  it('gives a row with too few or too many cells without them', async () => {
    expect(await rowsOf('cin,last_name\nA\nB,Nunez,more\n')).toEqual([{ row: 2, cells: undefined }, { row: 3, cells: undefined }]);
  });
  it.each([
    ['columns are missing', 'cin\nA\n', 'columns-missing', ['last_name']], ['a column is there twice', 'cin,last_name,cin\n', 'columns-twice', ['cin']],
    ['it is empty', '', 'file-empty', []], ['a quote never closes', 'cin,last_name\nA,"Reyes\nB,Nunez\n', 'csv-unreadable', []],
    ['the header is a row of data, which is not repeated', 'cin,last_name,Reyes\n', 'columns-unknown', ['column 3']],
  ])('is refused when %s', async (_name, text, code, fields) => {
    const refusal = await refusalOf(text);
    expect(refusal).toMatchObject({ code, fields });
    expect(refusal?.message).not.toContain('Reyes');
  });
  it('survives a letter that lies across two slices', async () => {
    const text = `cin,last_name\n${Array.from({ length: 9000 }, (_, nth) => `${nth},Núñez😀`).join('\n')}\n`;
    const rows = await rowsOf(text);
    expect(rows).toHaveLength(9000);
    expect(new Set(rows.map(({ cells }) => cells?.['last_name']))).toEqual(new Set(['Núñez😀']));
  });
});
