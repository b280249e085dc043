import { Refused } from '@hhp/domain-kit';
import { parse } from 'csv-parse/sync';
import type { Upload } from '../import/source-row.js';
import { type Fields, isFields, json, words } from './reading.js';

/** The files of an Ohana drop that are known, and the column that names a row. */
export const ohanaFiles: Readonly<Record<string, string>> = {
  organizations: 'id', locations: 'id', services: 'id', addresses: 'id', mail_addresses: 'id', contacts: 'id', phones: 'id',
  programs: 'id', regular_schedules: 'id', holiday_schedules: 'id', taxonomy: 'taxonomy_id',
};

/** The tables of a drop, and which of their rows belong to another row. */
export class OhanaTables {
  private readonly tables: ReadonlyMap<string, readonly Fields[]>;
  private readonly grouped = new Map<string, ReadonlyMap<string, readonly Fields[]>>();

  constructor(upload: Upload) {
    const drop = json(upload);
    if (!isFields(drop)) throw new Refused('not-a-drop', 'An Ohana drop is an object of file names and their text.', 'invalid');
    this.tables = new Map(Object.entries(drop).map(([file, text]) => [nameOf(file), rows(file, text)]));
  }

  get files(): readonly string[] {
    return [...this.tables.keys()];
  }

  rows(file: string): readonly Fields[] {
    return this.tables.get(file) ?? [];
  }

  /** The rows of a file whose column names this id. */
  of(file: string, column: string, id: string | undefined): readonly Fields[] {
    if (id === undefined) return [];
    const key = `${file}.${column}`;
    const known = this.grouped.get(key) ?? groups(this.rows(file), column);
    this.grouped.set(key, known);
    return known.get(id) ?? [];
  }

  one(file: string, id: string | undefined): Fields | undefined {
    return this.of(file, ohanaFiles[file] ?? 'id', id)[0];
  }
}

function groups(rows: readonly Fields[], column: string): ReadonlyMap<string, readonly Fields[]> {
  const found = new Map<string, Fields[]>();
  for (const row of rows) {
    const id = words(row, column) ?? '';
    const group = found.get(id);
    if (group) group.push(row);
    else found.set(id, [row]);
  }
  return found;
}

/** The name of a table, from the name of its file or the path to it. */
const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.csv$/i, '');

function rows(file: string, text: unknown): readonly Fields[] {
  if (typeof text !== 'string') throw new Refused('not-a-drop', 'An Ohana drop is an object of file names and their text.', 'invalid', [file]);
  try {
    return parse(text, { columns: true, skip_empty_lines: true, relax_column_count: true, bom: true });
  } catch {
    throw new Refused('csv-unreadable', 'A file of the drop is no CSV.', 'invalid', [file]);
  }
}
