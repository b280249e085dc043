import { type Day, addDays, addMonths } from './calendar.js';

/** Days that make sense of something that somebody says happened or will; the first and the last belong to them. */
export interface Days { readonly first: Day; readonly last: Day }

/** Whether a text is a day that the calendar has. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;

export const isWithin = (text: string, { first, last }: Days): boolean => isDay(text) && first <= text && text <= last;

/** When something can have come that was asked for on a day: not ahead, and at most a year before, for help may be there before its papers. */
export const daysBehind = (asked: Day, today: Day): Days => ({ first: addMonths(asked, -12), last: today });

/** When something can be expected: from a day on, and at most two years ahead. */
export const daysAhead = (first: Day, today: Day): Days => ({ first, last: addMonths(today, 24) });
