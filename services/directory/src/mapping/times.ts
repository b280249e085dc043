import type { Schedule, Unnamed } from '../hsds/hsds.js';

const days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** The two letters of a day of the week that HSDS uses, from `Mon`, `monday`, `TUE` … */
export function dayCode(text: string): string | undefined {
  const two = text.trim().slice(0, 2).toUpperCase();
  return days.find((day) => day === two);
}

/** `HH:MM` from `1:30 pm`, `3pm`, `9AM`, `14:00`, `830`, `1900`. */
export function clockTime(text: string): string | undefined {
  const parts = /^(\d{1,2}):?(\d{2})?\s*([ap]\.?m\.?)?$/i.exec(text.trim());
  if (!parts) return undefined;
  const half = parts[3]?.[0]?.toLowerCase();
  const hour = half ? (Number(parts[1]) % 12) + (half === 'p' ? 12 : 0) : Number(parts[1]);
  const minute = Number(parts[2] ?? '0');
  if (hour > 24 || minute > 59 || (!half && parts[2] === undefined)) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** A day from `6/12/2017`, `6/12/17`, `January 01, 0001`, `2017-06-12`. The year 0001 is how Ohana writes a day of every year. */
export function dayFrom(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return text;
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text);
  if (american) {
    const year = american[3]!.length === 2 ? `20${american[3]}` : american[3]!;
    return `${year}-${american[1]!.padStart(2, '0')}-${american[2]!.padStart(2, '0')}`;
  }
  const named = /^([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})$/.exec(text);
  const month = named ? months.indexOf(named[1]!) + 1 : 0;
  return month > 0 ? `${named![3]}-${String(month).padStart(2, '0')}-${named![2]!.padStart(2, '0')}` : undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Weekly hours; what cannot be read as a time is kept in words, so that the hours show as unknown rather than as closed. */
export function weekly(byday: string | undefined, opens: string | undefined, closes: string | undefined, more: Unnamed<Schedule> = {}): Unnamed<Schedule> {
  const [opens_at, closes_at] = [opens && clockTime(opens), closes && clockTime(closes)];
  if (!byday || !opens_at || !closes_at) return { ...more, description: [byday, opens, closes].filter(Boolean).join(' ') || 'Hours are not said' };
  return { ...more, freq: more.freq ?? 'WEEKLY', byday, opens_at, closes_at };
}

/** Open day and night, every day. */
export const alwaysOpen: Unnamed<Schedule> = { freq: 'WEEKLY', byday: 'MO,TU,WE,TH,FR,SA,SU', opens_at: '00:00', closes_at: '24:00', description: '24/7' };
