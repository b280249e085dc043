import type { Schedule, Service } from '../hsds/hsds.js';

/**
 * Hours as the search reads them. `days` are codes of which one must be a code of the day asked: `MO`, `1TH` the first Thursday, `-1FR`
 * the last Friday of a month, `D15` its fifteenth; nothing means every day. Minutes are after midnight of the day on which it opens.
 */
export interface Opening {
  readonly days: readonly string[] | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** From and to are days of every year. */
  readonly yearly: boolean;
  /** On its days this comes in the place of the regular hours: holidays. */
  readonly replaces: boolean;
  /** Nothing: closed. */
  readonly opens: number | null;
  readonly closes: number | null;
}

/** `known` is false when something said of the hours cannot be reckoned with: what is not open then is unknown, never closed. */
export interface Hours {
  readonly openings: readonly Opening[];
  readonly known: boolean;
}

/** A place of a service with its hours; a service without places (a helpline) has one without a location. */
export interface Place {
  readonly locationId: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly hours: Hours;
}

/** The places of a service. Hours of a service at a place come before those of the service, these before those of the location. */
export function placesOf(service: Service): readonly Place[] {
  const sites = (service.service_at_locations ?? []).map((site): Place => ({
    locationId: site.location?.id ?? site.location_id ?? null,
    latitude: located(site.location?.latitude, site.location?.longitude), longitude: located(site.location?.longitude, site.location?.latitude),
    hours: hoursOf([site.schedules ?? [], service.schedules ?? [], site.location?.schedules ?? []]),
  }));
  return sites.length > 0 ? sites : [{ locationId: null, latitude: null, longitude: null, hours: hoursOf([service.schedules ?? []]) }];
}

/** Half a position is none. */
const located = (value: number | undefined, other: number | undefined): number | null => (other === undefined ? null : value ?? null);

/** Regular hours of the first level that says any; holidays of all levels. */
export function hoursOf(levels: readonly (readonly Schedule[])[]): Hours {
  const read = levels.map((level) => level.map(opening));
  const regular = read.find((level) => level.some((each) => !each?.replaces)) ?? [];
  const holidays = read.flat().filter((each) => each?.replaces);
  const openings = [...regular.filter((each) => !each?.replaces), ...holidays].filter((each): each is Opening => each !== undefined);
  return { openings, known: openings.some((each) => !each.replaces) && regular.every((each) => each !== undefined) };
}

/** What is understood of a schedule, or nothing. */
function opening(schedule: Schedule): Opening | undefined {
  const [from, to] = [schedule.valid_from ?? schedule.dtstart, schedule.valid_to ?? schedule.until].map((day) => day?.slice(0, 10) ?? null);
  const span = { validFrom: from!, validTo: to!, yearly: from?.startsWith('0001') ?? false };
  const says = (words: RegExp): boolean => words.test(schedule.description ?? '');
  if (says(/^closed\b/i) && from && to && !schedule.opens_at) return { ...span, days: null, replaces: true, opens: null, closes: null };
  const days = daysOf(schedule);
  const [opens, closes] = [minuteOf(schedule.opens_at), minuteOf(schedule.closes_at)];
  if (!days || opens === undefined || closes === undefined || counted(schedule)) return undefined;
  return { ...span, days, replaces: says(/^holiday/i), opens, closes: closes > opens ? closes : closes + 1440 };
}

/** Rules that leave out weeks are not reckoned with: better unknown than wrong. */
const counted = (schedule: Schedule): boolean =>
  (schedule.interval ?? 1) !== 1 || schedule.count !== undefined || schedule.byweekno !== undefined || schedule.byyearday !== undefined;

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

function daysOf({ freq, byday, bymonthday, dtstart }: Schedule): readonly string[] | undefined {
  const codes = byday?.toUpperCase().split(',').map((day) => day.trim());
  if (codes) return codes.every((code) => /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.test(code)) ? codes.map((code) => code.replace('+', '')) : undefined;
  if (freq === 'MONTHLY' && bymonthday && /^-?\d{1,2}(,-?\d{1,2})*$/.test(bymonthday)) return bymonthday.split(',').map((day) => `D${day}`);
  return freq === 'WEEKLY' && dtstart ? [weekdays[weekdayOf(dtstart.slice(0, 10))]!] : undefined;
}

/** Minutes after midnight; a time with the programme's own offset (Pacific, winter or summer) is local, another offset is not reckoned with. */
function minuteOf(time: string | undefined): number | undefined {
  const parts = /^(\d{1,2}):(\d{2})(?::\d{2})?(-0[78]:?00)?$/.exec(time ?? '');
  const minute = parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined;
  return minute !== undefined && minute <= 1440 ? minute : undefined;
}

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** A moment on the clocks of the programme, and the same moment counted from the day before (for hours that span midnight). */
export interface Moment {
  readonly day: string;
  readonly codes: readonly string[];
  readonly minute: number;
}

/** The codes by which a day is found in `Opening.days`. */
export function momentOn(day: string, minute: number): Moment {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekday = weekdays[weekdayOf(day)]!;
  const [nth, fromEnd] = [Math.ceil(date / 7), Math.ceil((length - date + 1) / 7)];
  return { day, minute, codes: [weekday, `${nth}${weekday}`, `-${fromEnd}${weekday}`, `D${date}`, `D-${length - date + 1}`] };
}
