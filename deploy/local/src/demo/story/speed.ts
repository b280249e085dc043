import { seconds } from '../../terminal/progress.js';
import { numberText, tableText } from '../text/table.js';
import type { ListSpeed } from './enrolment.js';
import { percentile } from './one-by-one.js';

/** What was measured on the way. */
export interface Measured {
  readonly lists: ListSpeed;
  /** Sorted milliseconds. */
  readonly delays: readonly number[];
  readonly chapters: readonly (readonly [title: string, millis: number])[];
}

/** How long it took and how fast it was, with what each number means. */
export function speedText({ lists, delays, chapters }: Measured): string {
  const rate = (lists.rows * 1000) / lists.millis.import;
  const works = Object.entries(lists.millis).map(([work, millis]) => `${work} ${seconds(millis)}`).join(', ');
  const [middle, late] = [percentile(delays, 0.5), percentile(delays, 0.99)].map((millis) => `${Math.round(millis)} ms`);
  return [
    `\n${tableText([{ head: 'Chapter' }, { head: 'Time', numbers: true }], chapters.map(([title, millis]) => [title, seconds(millis)]))}`,
    `\n  Import: ${numberText(lists.rows)} rows of engagement lists in ${seconds(lists.millis.import)} of requests, ${numberText(Math.round(rate))} rows/s for each; two plans worked at a time.`,
    `  All requests on lists: ${works}.`,
    `  From the HTTP answer of one enrolment until the API of another service (assessment) knew the member: p50 ${middle}, p99 ${late} (${delays.length} enrolments, two at a time).`,
  ].join('\n');
}
