import { type Delimiters, delimitersOf } from './delimiters.js';
import { unescape } from './escapes.js';

export interface Segment {
  readonly name: string;
  /** By the number of the standard: `fields[3]` of a PID is PID-3, and of an MSH `fields[1]` is the separator itself. */
  readonly fields: readonly string[];
}

/** A message as it was written, segment by segment. Z segments are segments; lines that are none are left out and counted. */
export interface Message {
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
  readonly strayLines: number;
}

/** Where in a field a value stands; the standard counts all of them from 1. */
export interface Place {
  readonly component?: number;
  readonly repetition?: number;
  readonly subcomponent?: number;
}

/** A value; `null` when the sender erased it (`""`), `undefined` when there is no news of it. */
export type Value = string | null | undefined;

const byteOrderMark = /^\uFEFF/;

/** Reads one message in ER7. Nothing that does not begin with a header and its marks is looked at any further. */
export function parseMessage(text: string): Message | undefined {
  const lines = text.replace(byteOrderMark, '').split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const header = lines[first]?.trimStart();
  const delimiters = header === undefined ? undefined : delimitersOf(header);
  if (header === undefined || !delimiters) return undefined;
  const segments: Segment[] = [headerSegment(header, delimiters)];
  let strayLines = 0;
  for (const line of lines.slice(first + 1)) {
    const name = segmentName(line, delimiters);
    if (name) segments.push({ name, fields: line.split(delimiters.field) });
    else if (line.trim() !== '') strayLines++;
  }
  return { delimiters, segments, strayLines };
}

/** MSH-1 is the separator itself, so the fields of a header count one more than its parts, and MSH-2 is never taken apart. */
function headerSegment(header: string, { field }: Delimiters): Segment {
  return { name: 'MSH', fields: ['MSH', field, ...header.split(field).slice(1)] };
}

function segmentName(line: string, { field }: Delimiters): string | undefined {
  const name = line.slice(0, 3);
  return /^[A-Z][A-Z0-9]{2}$/.test(name) && (line.length === 3 || line.charAt(3) === field) ? name : undefined;
}

/** The first segment of that name. */
export function segment(message: Message, name: string): Segment | undefined {
  return message.segments.find((each) => each.name === name);
}

/** All segments of that name. */
export function segmentsOf(message: Message, name: string): readonly Segment[] {
  return message.segments.filter((each) => each.name === name);
}

/** How often a field is given; a field that is not there is given not at all. */
export function repetitionsOf(message: Message, where: Segment | undefined, field: number): number {
  const text = where?.fields[field];
  if (!text) return 0;
  return message.delimiters.repetition ? text.split(message.delimiters.repetition).length : 1;
}

/** One value, its escapes resolved. Counted from 1 in every direction; the first of everything unless said. */
export function valueAt(message: Message, where: Segment | undefined, field: number, place: Place = {}): Value {
  const { component, repetition, subcomponent } = message.delimiters;
  const text = where?.fields[field];
  if (text === undefined) return undefined;
  const repeated = part(text, repetition, place.repetition);
  const inComponent = part(repeated, component, place.component);
  const raw = part(inComponent, subcomponent, place.subcomponent);
  if (raw === '""') return null;
  return raw === undefined || raw.trim() === '' ? undefined : unescape(raw, message.delimiters).trim();
}

/** The value where only a word counts: neither news of none nor an erased one is a word. */
export function wordAt(message: Message, where: Segment | undefined, field: number, place: Place = {}): string | undefined {
  return valueAt(message, where, field, place) ?? undefined;
}

function part(text: string | undefined, mark: string | undefined, nth = 1): string | undefined {
  if (text === undefined) return undefined;
  if (mark === undefined) return nth === 1 ? text : undefined;
  return text.split(mark)[nth - 1];
}
