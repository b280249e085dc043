import { Refused, visibleOf } from '@hhp/domain-kit';
import type { Upload } from '../import/source-row.js';

/** Fields of a foreign record; nothing is known of them until they are read. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field as words, or nothing: numbers are taken as words, blanks are not. */
export function words(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return visibleOf(String(value)) || undefined;
}

/** A field as a number; what does not read as one is left as it is, so that the check refuses it by name. */
export function number(fields: Fields, field: string): number | undefined {
  const text = words(fields, field);
  return text === undefined ? undefined : Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text);
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The parts of a list in words. */
export const listed = (text: string | undefined): string[] => (text ?? '').split(',').map((each) => each.trim()).filter(Boolean);

/** A web address with its scheme. */
export const web = (text: string | undefined): string | undefined => (text === undefined || /^[a-z]+:/i.test(text) ? text : `http://${text}`);

/** The JSON of an upload; one document a line where it is not one document. */
export function json(upload: Upload): unknown {
  if (typeof upload !== 'string') return upload;
  const parsed = parsedOrNothing(upload);
  if (parsed !== undefined) return parsed.value;
  return upload.split('\n').filter((line) => line.trim()).map((line) => parsedOrNothing(line)?.value ?? notJson());
}

function parsedOrNothing(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function notJson(): never {
  throw new Refused('not-json', 'The file is neither JSON nor JSON a line.', 'invalid');
}

/** The records of a file that is one list. */
export function records(upload: Upload): readonly unknown[] {
  const parsed = json(upload);
  if (!Array.isArray(parsed)) throw new Refused('not-a-list', 'The file is no list of records.', 'invalid');
  return parsed;
}
