import { type Psql, schemaOf } from './database.js';
import { type EventLog, isForged } from './log.js';
import { type ReaderMark, compacted, marksOf, parkedOf } from './order.js';
import { Finding, type Verdict } from './verdict.js';

/** How many records a reader got, how many of them were repetitions, and how many keys it set aside. */
export interface Flow { readonly reader: string; readonly records: number; readonly repeated: number; readonly parked: number }

interface Said { readonly id: string; readonly topic: string; readonly subject: string | null }

export type Committed = ReadonlyMap<string, readonly Said[]>;

/** What each outbox holds at this moment. */
export async function committedBy(psql: Psql, services: readonly string[]): Promise<Committed> {
  return new Map(await Promise.all(services.map(async (service) => [service, await psql.rows<Said>(
    `SELECT headers::json->>'ce_id' AS id, topic, headers::json->>'ce_subject' AS subject FROM ${schemaOf(service)}.outbox WHERE headers::json->>'ce_id' IS NOT NULL ORDER BY position`,
  )] as const)));
}

/**
 * I13: committed = published = applied or set aside. Heartbeats go on while we look, so the outbox is read before the log and after it:
 * what was committed before is on the log, and what is on the log is committed after. Repetitions stand in the log beyond the first of each id.
 */
export async function judgeConservation(
  log: EventLog, earlier: Committed, psql: Psql, services: readonly string[],
): Promise<{ verdict: Verdict; flows: Flow[] }> {
  const finding = new Finding('I13', 'events committed = published = applied, repeated or parked');
  const published = new Map<string, number>();
  for (const record of log.records) {
    const id = record.headers['ce_id'];
    if (id && !isForged(record)) published.set(id, (published.get(id) ?? 0) + 1);
  }
  for (const [service, rows] of earlier) {
    const last = new Map(rows.filter(({ topic }) => compacted.has(topic)).map(({ topic, subject, id }) => [`${topic} ${subject}`, id]));
    for (const { id, topic, subject } of rows) {
      // Kafka may have thrown away all but the last record of a key.
      if (!compacted.has(topic) || last.get(`${topic} ${subject}`) === id) finding.hold(published.has(id), () => `${service}: ${topic} ${id} was committed and is not on the log`);
    }
  }
  const committed = new Set([...(await committedBy(psql, services)).values()].flatMap((rows) => rows.map(({ id }) => id)));
  for (const id of published.keys()) finding.hold(committed.has(id), () => `${id} is on the log and was never committed`);
  const flows = flowsOf(log, await marksOf(psql, services), await parkedOf(psql, services));
  return { verdict: finding.verdict, flows };
}

function flowsOf(log: EventLog, marks: readonly ReaderMark[], parked: readonly { service: string; reader: string; topic: string }[]): Flow[] {
  const byTopic = new Map<string, { records: number; ids: Set<string> }>();
  for (const { topic, partition, offset, headers } of log.records) {
    const known = byTopic.get(topic) ?? { records: 0, ids: new Set<string>() };
    known.records++;
    known.ids.add(headers['ce_id'] ?? `${partition} ${offset}`);
    byTopic.set(topic, known);
  }
  const readers = [...new Set(marks.map(({ service, reader }) => `${service}/${reader}`))];
  return readers.map((reader) => {
    const topics = [...new Set(marks.filter((each) => `${each.service}/${each.reader}` === reader).map(({ topic }) => topic))];
    const records = topics.reduce((sum, topic) => sum + (byTopic.get(topic)?.records ?? 0), 0);
    const distinct = topics.reduce((sum, topic) => sum + (byTopic.get(topic)?.ids.size ?? 0), 0);
    return { reader, records, repeated: records - distinct, parked: parked.filter((each) => `${each.service}/${each.reader}` === reader).length };
  });
}
