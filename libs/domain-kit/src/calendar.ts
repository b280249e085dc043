/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** When offices are open: time zone, closed days and office hours are settings; the defaults are California's. */
export interface OfficeCalendar {
  readonly timeZone: string;
  /** Days on which nobody works, beside Saturday and Sunday. */
  readonly holidays: ReadonlySet<Day>;
  /** Office hours as minutes after midnight, local time. */
  readonly opensAt: number;
  readonly closesAt: number;
}

const oneDay = 86_400_000;

/** The day after `days` calendar days. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * oneDay).toISOString().slice(0, 10);
}

/** Same day of the month `months` later, or the last day of that month when it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / oneDay);
}

/** The local calendar day of an instant. */
export function dayOf(instant: Date, timeZone: string): Day {
  return remembered(dayFormats, timeZone, () =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })).format(instant);
}

/** Making a format costs 0.1 ms, using one 1 µs: one is kept for each time zone. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();
const minuteFormats = new Map<string, Intl.DateTimeFormat>();

function remembered(formats: Map<string, Intl.DateTimeFormat>, timeZone: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? make();
  formats.set(timeZone, format);
  return format;
}

function offsetMinutes(instant: Date, timeZone: string): number {
  const parts = remembered(minuteFormats, timeZone, () => new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  })).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)!.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - Math.floor(instant.getTime() / 1000) * 1000) / 60_000);
}

/** The instant at which the clocks of `timeZone` show this day and minute; of a repeated hour the first, of a skipped hour the next. */
export function instantAt(day: Day, minuteOfDay: number, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minuteOfDay * 60_000;
  const before = offsetMinutes(new Date(asUtc - oneDay), timeZone);
  const after = offsetMinutes(new Date(asUtc + oneDay), timeZone);
  const candidates = [before, after].map((offset) => new Date(asUtc - offset * 60_000));
  const exact = candidates.filter((candidate) => offsetMinutes(candidate, timeZone) * 60_000 + candidate.getTime() === asUtc);
  return exact.sort((a, b) => a.getTime() - b.getTime())[0] ?? new Date(asUtc - before * 60_000);
}

export function isBusinessDay(day: Day, calendar: OfficeCalendar): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.has(day);
}

/** The end of office hours on the n-th business day after the local day of `from`. */
export function businessDaysAfter(from: Date, days: number, calendar: OfficeCalendar): Date {
  let day = dayOf(from, calendar.timeZone);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day, calendar)) left--;
  }
  return instantAt(day, calendar.closesAt, calendar.timeZone);
}

/** The end of office hours on the n-th calendar day after the local day of `from`. */
export function calendarDaysAfter(from: Date, days: number, calendar: OfficeCalendar): Date {
  return instantAt(addDays(dayOf(from, calendar.timeZone), days), calendar.closesAt, calendar.timeZone);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Day {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const date = 1 + ((weekday - first + 7) % 7) + (nth - 1) * 7;
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
}

/** California state holidays of a year (Government Code 6700 and 19853), weekend ones observed on Monday (Sunday) only. */
export function californiaHolidays(year: number): Day[] {
  const lastMondayOfMay = [5, 4].map((nth) => nthWeekday(year, 5, 1, nth)).find((day) => day.startsWith(`${year}-05`))!;
  const fixed = [`${year}-01-01`, `${year}-03-31`, `${year}-07-04`, `${year}-11-11`, `${year}-12-25`].map((day) =>
    new Date(`${day}T00:00:00Z`).getUTCDay() === 0 ? addDays(day, 1) : day);
  const thanksgiving = nthWeekday(year, 11, 4, 4);
  return [...fixed, nthWeekday(year, 1, 1, 3), nthWeekday(year, 2, 1, 3), lastMondayOfMay, nthWeekday(year, 9, 1, 1),
    thanksgiving, addDays(thanksgiving, 1)].sort();
}

/** The default office calendar: Pacific time, California holidays, 08:00 to 17:00. Each value is a setting. */
export function californiaOffice(fromYear = 2018, toYear = 2040): OfficeCalendar {
  const holidays = new Set<Day>();
  for (let year = fromYear; year <= toYear; year++) for (const day of californiaHolidays(year)) holidays.add(day);
  return { timeZone: 'America/Los_Angeles', holidays, opensAt: 8 * 60, closesAt: 17 * 60 };
}
