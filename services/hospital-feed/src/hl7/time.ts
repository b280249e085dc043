import { instantAt } from '@hhp/domain-kit';

/** A time as precise as it was given: `20190912` is a whole day. */
export interface Moment {
  readonly from: Date;
  /** The last millisecond that the given time may mean. */
  readonly to: Date;
}

// Digits behind the seconds without a point occur (20110613122406637): they are a fraction all the same.
const pattern = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})\.?(\d*))?)?)?)?)?\s*([+-])?(\d{4})?$/;

/**
 * An HL7 time as an instant. Without an offset it is the clock on the wall of the sender's zone, which only the feed's
 * configuration knows. In November an hour of that clock comes twice; the first of the two is taken, as nothing tells them apart.
 */
export function momentOf(text: string | undefined, zone: string): Moment | undefined {
  const found = pattern.exec(text ?? '');
  if (!found) return undefined;
  const [, year, month = '01', date = '01', hour = '00', minute = '00', second = '00', fraction = '', sign, offset] = found;
  if ((sign === undefined) !== (offset === undefined)) return undefined;
  const day = `${year!}-${month}-${date}`;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  const seconds = Number(second) * 1000 + Number(`0.${fraction || '0'}`) * 1000;
  const from = offset === undefined
    ? instantAt(day, minuteOfDay, zone).getTime() + seconds
    : midnight + minuteOfDay * 60_000 + seconds - offsetOf(sign!, offset);
  return { from: new Date(from), to: new Date(from + length(found) - 1) };
}

function offsetOf(sign: string, offset: string): number {
  const minutes = Number(offset.slice(0, 2)) * 60 + Number(offset.slice(2));
  return (sign === '-' ? -minutes : minutes) * 60_000;
}

/** How long the given time lasts: a year, a month or a day is rounded up, which is all that ordering needs. */
function length([, , month, date, hour, minute, second, fraction]: RegExpExecArray): number {
  if (!month) return 365 * 86_400_000;
  if (!date) return 31 * 86_400_000;
  if (!hour) return 86_400_000;
  if (!minute) return 3_600_000;
  if (!second) return 60_000;
  return fraction ? 1 : 1000;
}

/** Now, as HL7 writes it, in UTC. */
export function hl7Time(instant: Date): string {
  return `${instant.toISOString().replace(/[-:T]|\.\d+Z$/g, '')}+0000`;
}
