import { type Psql, schemaOf } from './database.js';
import { type EventLog, type LogRecord, isForged } from './log.js';
import { Finding, type Verdict } from './verdict.js';

/** Of these topics Kafka keeps the last record of a key only. */
export const compacted = new Set(['hhp.member-profile', 'hhp.member-key']);

interface Course { readonly topic: string; readonly versions: Map<number, Set<string>>; highest: number; early: boolean }

/** What the log says of each aggregate: its versions, and whether one stood before its predecessor when it first came. */
function courses(records: readonly LogRecord[]): Map<string, Course> {
  const all = new Map<string, Course>();
  for (const record of records) {
    const { ce_subject: subject, ce_aggregateversion: version, ce_id: id } = record.headers;
    if (!subject || !version || !id || isForged(record)) continue;
    const place = `${record.topic} ${subject}`;
    const course = all.get(place) ?? { topic: record.topic, versions: new Map<number, Set<string>>(), highest: 0, early: false };
    all.set(place, course);
    const number = Number(version);
    if (!course.versions.has(number) && number !== course.highest + 1 && !compacted.has(record.topic)) course.early = true;
    course.highest = Math.max(course.highest, number);
    course.versions.set(number, (course.versions.get(number) ?? new Set()).add(id));
  }
  return all;
}

interface ReaderVersion { readonly reader: string; readonly topic: string; readonly aggregate: string; readonly version: number }
interface Parked { readonly reader: string; readonly topic: string; readonly key: string; readonly reason: string }
export interface ReaderMark { readonly service: string; readonly reader: string; readonly topic: string; readonly partition: number; readonly next: number }

const live = 'JOIN %.reader r ON r.name = x.reader AND r.generation = x.generation';
const liveOf = (service: string): string => live.replace('%', schemaOf(service));

/** How far every reader of these services has come. */
export async function marksOf(psql: Psql, services: readonly string[]): Promise<ReaderMark[]> {
  const all = await Promise.all(services.map(async (service) => (await psql.rows<Omit<ReaderMark, 'service'>>(
    `SELECT x.reader, x.topic, x.partition, x.next_offset AS next FROM ${schemaOf(service)}.reader_watermark x ${liveOf(service)}`)).map((each) => ({ service, ...each }))));
  return all.flat();
}

export async function parkedOf(psql: Psql, services: readonly string[]): Promise<(Parked & { readonly service: string })[]> {
  const all = await Promise.all(services.map(async (service) => (await psql.rows<Parked>(
    `SELECT x.reader, x.topic, x.key, x.reason FROM ${schemaOf(service)}.parked_key x ${liveOf(service)}`)).map((each) => ({ service, ...each }))));
  return all.flat();
}

/** I4: without gaps, without a step back, on the log and in every reader. */
export async function judgeOrder(log: EventLog, psql: Psql, services: readonly string[]): Promise<Verdict> {
  const finding = new Finding('I4', 'versions in order, without gaps, in the log and in every reader');
  const all = courses(log.records);
  for (const [place, { versions, highest, early, topic }] of all) {
    finding.hold(!early, () => `${place}: a version stands before its predecessor`);
    if (!compacted.has(topic)) finding.hold(versions.size === highest, () => `${place}: ${versions.size} of ${highest} versions`);
    for (const [version, ids] of versions) finding.hold(ids.size === 1, () => `${place}: version ${version} is ${ids.size} different events`);
  }
  const marks = await marksOf(psql, services);
  const parked = new Set((await parkedOf(psql, services)).map(({ service, reader, topic, key }) => `${service} ${reader} ${topic} ${key}`));
  for (const service of services) {
    const rows = await psql.rows<ReaderVersion>(`SELECT x.reader, x.topic, x.aggregate, x.version FROM ${schemaOf(service)}.reader_version x ${liveOf(service)}`);
    const known = new Map(rows.map(({ reader, topic, aggregate, version }) => [`${reader} ${topic} ${aggregate}`, version]));
    const reads = new Set(marks.filter((each) => each.service === service).map(({ reader, topic }) => `${reader} ${topic}`));
    for (const pair of reads) {
      const [reader, topic] = pair.split(' ') as [string, string];
      for (const [place, { highest }] of all) {
        if (!place.startsWith(`${topic} `)) continue;
        const subject = place.slice(topic.length + 1);
        if (parked.has(`${service} ${reader} ${topic} ${subject}`)) continue;
        const version = known.get(`${reader} ${topic} ${subject}`);
        finding.hold(version === highest, () => `${service}/${reader} knows ${topic} ${subject} up to ${version ?? 'nothing'}, the log up to ${highest}`);
      }
    }
  }
  return finding.verdict;
}
