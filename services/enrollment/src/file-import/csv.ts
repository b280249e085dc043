import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { Refused } from '@hhp/domain-kit';
import { CsvError, parse } from 'csv-parse';
import type { Cells } from './cells.js';

/** The columns that a file has to have and those that it may have. */
export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** One row of a file; without cells when their number is not that of the columns. */
export interface FileRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: Cells | undefined;
}

const sliceBytes = 65_536;
const longestRow = 65_536;

/** Reads a file row by row and lets other work of this process go on meanwhile (the heartbeats of consent among it). */
export async function* csvRows(text: string, columns: Columns): AsyncGenerator<FileRow> {
  let names: readonly string[] | undefined;
  let row = 0;
  for await (const cells of records(Buffer.from(text))) {
    row += 1;
    if (names === undefined) names = headerOf(cells, columns);
    else if (cells.some((cell) => cell !== '')) yield { row, cells: cells.length === names.length ? byName(names, cells) : undefined };
    if (row % 500 === 0) await turn();
  }
  if (names === undefined) throw new Refused('file-empty', 'The file has no header', 'invalid');
}

/** Refuses a file that cannot be read to its end, before any of its rows is taken over. */
export async function mustBeReadable(text: string, columns: Columns): Promise<void> {
  for await (const _ of csvRows(text, columns)) { /* only to the end */ }
}

async function* records(bytes: Buffer): AsyncGenerator<string[]> {
  const slices = function* (): Generator<Buffer> {
    for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
  };
  // A stray quote is a character like others and is judged with its cell; only a quote that never closes makes a file unreadable.
  const parser = parse({ bom: true, relax_column_count: true, relax_quotes: true, trim: true, max_record_size: longestRow });
  const source = Readable.from(slices());
  source.pipe(parser);
  try {
    for await (const record of parser) yield record as string[];
  } catch (error) {
    if (error instanceof CsvError) throw new Refused('csv-unreadable', `The file cannot be read as CSV near line ${String(error['lines'])}`, 'invalid');
    throw error;
  } finally {
    source.destroy();
  }
}

/** What stands in a header that is none is not repeated: it may be a name. */
function headerOf(cells: readonly string[], { required, optional }: Columns): readonly string[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Refused('columns-missing', 'The header of the file lacks columns', 'invalid', missing);
  const strange = names.flatMap((name, nth) => (required.includes(name) || optional.includes(name) ? [] : [`column ${nth + 1}`]));
  if (strange.length > 0) throw new Refused('columns-unknown', 'The header of the file has columns that are not known', 'invalid', strange);
  const twice = names.filter((name, nth) => names.indexOf(name) !== nth);
  if (twice.length > 0) throw new Refused('columns-twice', 'The header of the file names a column twice', 'invalid', twice);
  return names;
}

const byName = (names: readonly string[], cells: readonly string[]): Cells => Object.fromEntries(names.map((name, nth) => [name, cells[nth]!]));
