import { Clock, type OfficeCalendar, californiaOffice } from '@hhp/domain-kit';
import type { Settings } from './settings.js';

/** The system's clock, set forward by an offset: a setting of demonstrations, moved about by tests. */
export class HostClock extends Clock {
  constructor(public offsetMs: number) {
    super();
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }
}

/** Inject the office's calendar with `@Inject(OFFICE_CALENDAR) calendar: OfficeCalendar`. */
export const OFFICE_CALENDAR = Symbol('office calendar');

/** California's calendar with what this installation sets otherwise. */
export function officeCalendar(settings: Pick<Settings, 'TIME_ZONE' | 'EXTRA_HOLIDAYS' | 'OFFICE_OPENS' | 'OFFICE_CLOSES'>): OfficeCalendar {
  const { holidays } = californiaOffice();
  return {
    timeZone: settings.TIME_ZONE,
    holidays: new Set([...holidays, ...settings.EXTRA_HOLIDAYS.split(',').filter((day) => day !== '')]),
    opensAt: minuteOfDay(settings.OFFICE_OPENS),
    closesAt: minuteOfDay(settings.OFFICE_CLOSES),
  };
}

function minuteOfDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}
