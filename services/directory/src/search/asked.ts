import type { NeedCategory } from '@hhp/contracts';
import { dayOf, addDays, Refused } from '@hhp/domain-kit';
import { momentOn, type Moment } from '../hours/hours.js';
import { codesAskedFor } from '../mapping/languages.js';
import { servicesFor } from './needs.js';

/** A search as it was asked. */
export interface SearchAsked {
  readonly need?: NeedCategory;
  readonly near?: string;
  readonly withinMiles?: number;
  readonly language?: string;
  readonly openAt?: string;
  readonly text?: string;
  readonly page?: number;
  readonly perPage?: number;
}

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** The moment asked for, and the day before it: hours that span midnight began then. */
export interface OpenMoment {
  readonly at: Moment;
  readonly dayBefore: Moment;
}

export const categoriesAsked = (need: NeedCategory | undefined): readonly string[] | null => (need ? servicesFor[need] : null);

/** `37.77,-122.42`. */
export function positionAsked(near: string | undefined): Position | null {
  if (near === undefined) return null;
  const [latitude, longitude] = near.split(',').map(Number) as [number, number];
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  throw new Refused('request-invalid', 'A place is a latitude and a longitude.', 'invalid', ['near']);
}

/** A language that nobody knows is refused by name of the field: an empty answer would read as "nobody speaks it". */
export function languagesAsked(language: string | undefined): readonly string[] | null {
  if (language === undefined) return null;
  const codes = codesAskedFor(language);
  if (codes.length === 0) throw new Refused('language-unknown', 'The language is neither a known name nor a code.', 'invalid', ['language']);
  return codes;
}

/** A moment with a zone is brought to the clocks of the programme; one without is already on them. */
export function openAsked(openAt: string | undefined, timeZone: string): OpenMoment | null {
  if (openAt === undefined) return null;
  const local = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(openAt);
  if (local) return moments(local[1]!, Number(local[2]) * 60 + Number(local[3]));
  const instant = new Date(openAt);
  if (Number.isNaN(instant.getTime()) || !openAt.includes('T')) throw new Refused('request-invalid', 'A moment is a day and a time.', 'invalid', ['openAt']);
  const [hour, minute] = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' })
    .formatToParts(instant).filter(({ type }) => type !== 'literal').map(({ value }) => Number(value)) as [number, number];
  return moments(dayOf(instant, timeZone), hour * 60 + minute);
}

const moments = (day: string, minute: number): OpenMoment => ({ at: momentOn(day, minute), dayBefore: momentOn(addDays(day, -1), minute) });
