import { setTimeout as pause } from 'node:timers/promises';
import { said } from '../world/programs.js';
import { type Psql, schemaOf } from './database.js';
import { type LogRecord } from './log.js';
import { marksOf, parkedOf } from './order.js';
import { Finding, type Verdict } from './verdict.js';

interface Place { readonly broker: string; readonly psql: Psql; readonly services: readonly string[] }

/** Where each partition of the log ends now. */
async function endsOf(broker: string): Promise<Map<string, number>> {
  const { topics } = JSON.parse(await said('kcat', ['-b', broker, '-L', '-J'])) as { topics: { topic: string; partitions: { partition: number }[] }[] };
  const asked = topics.filter(({ topic }) => topic.startsWith('hhp.')).flatMap(({ topic, partitions }) => partitions.flatMap(({ partition }) => ['-t', `${topic}:${partition}:-1`]));
  const lines = (await said('kcat', ['-b', broker, '-Q', ...asked])).split('\n');
  return new Map(lines.flatMap((line) => {
    const [, topic, partition, offset] = /^(\S+) \[(\d+)\] offset (-?\d+)/.exec(line) ?? [];
    return topic ? [[`${topic} ${partition}`, Number(offset)] as const] : [];
  }));
}

/** What is not at rest yet: readers behind, keys that wait, outboxes that Kafka has not confirmed. Heartbeats never end, so one may always be under way. */
async function restless({ broker, psql, services }: Place): Promise<string[]> {
  const ends = await endsOf(broker);
  const marks = await marksOf(psql, services);
  const behind = marks.filter(({ topic, partition, next }) => next < (ends.get(`${topic} ${partition}`) ?? 0) - (topic === 'hhp.consent' ? 6 : 0))
    .map(({ service, reader, topic, partition, next }) => `${service}/${reader} stands at ${next} of ${ends.get(`${topic} ${partition}`)} in ${topic} ${partition}`);
  const known = new Set(marks.map(({ reader, topic, partition }) => `${reader} ${topic} ${partition}`));
  const never = [...new Set(marks.map(({ service, reader, topic }) => `${service} ${reader} ${topic}`))].flatMap((each) => {
    const [service, reader, topic] = each.split(' ') as [string, string, string];
    return [...ends].filter(([place, end]) => place.startsWith(`${topic} `) && end > 0 && !known.has(`${reader} ${place}`)).map(([place]) => `${service}/${reader} never read ${place}`);
  });
  const waiting = (await parkedOf(psql, services)).filter(({ key }) => !key.startsWith('faults-')).map(({ service, reader, key, reason }) => `${service}/${reader} keeps ${key} aside (${reason})`);
  const unsaid = await psql.rows<{ slot: string; bytes: number }>(
    "SELECT slot_name AS slot, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint AS bytes FROM pg_replication_slots WHERE NOT active OR pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) > 4000000");
  return [...behind, ...never, ...waiting, ...unsaid.map(({ slot, bytes }) => `${slot} keeps ${bytes} bytes of WAL`)];
}

/** I5, first half: after the faults everything comes to rest by itself, within so many seconds. */
export async function comesToRest(place: Place, withinSeconds: number): Promise<{ verdict: Verdict; seconds: number }> {
  const finding = new Finding('I5 rest', `after the faults: nothing behind, nothing waiting, within ${withinSeconds} s`);
  const began = Date.now();
  let left: string[];
  do {
    left = await restless(place);
    if (left.length > 0) await pause(500);
  } while (left.length > 0 && Date.now() - began < withinSeconds * 1_000);
  for (const each of left) finding.hold(false, () => each);
  finding.looked += place.services.length;
  return { verdict: finding.verdict, seconds: (Date.now() - began) / 1_000 };
}

/** I5, second half: every open referral has an owner and a date, and nothing that was due is overdue. */
export async function judgeStuck(psql: Psql, services: readonly string[]): Promise<Verdict> {
  const finding = new Finding('I5', 'no referral is stuck, no deadline overdue');
  if (services.includes('referral')) {
    const rows = await psql.rows<{ id: string; stuck: boolean }>(
      `SELECT r.id, coalesce(r.owner_id, '') = '' OR NOT EXISTS (SELECT 1 FROM referral.deadline d WHERE d.tenant = r.tenant AND d.process = 'follow-up'
         AND d.subject = r.id::text AND d.due_at > clock_timestamp() - interval '60 seconds') AS stuck FROM referral.referral r WHERE r.open`);
    for (const { id, stuck } of rows) finding.hold(!stuck, () => `referral ${id} is open and nobody would be reminded of it`);
  }
  for (const service of services) {
    const overdue = await psql.rows<{ subject: string }>(`SELECT subject FROM ${schemaOf(service)}.deadline WHERE due_at < clock_timestamp() - interval '60 seconds'`);
    finding.hold(overdue.length === 0, () => `${service}: ${overdue.length} deadlines are overdue`);
  }
  return finding.verdict;
}

/** I15: what time it is says the database; a step of a service's clock moves no time of an event. */
export async function judgeTime(psql: Psql, services: readonly string[], records: readonly LogRecord[]): Promise<Verdict> {
  const finding = new Finding('I15', 'clock steps move no time of an event and fire nothing early');
  for (const service of services) {
    const [row] = await psql.rows<{ most: number | null; count: number }>(
      `SELECT max(abs(extract(epoch FROM recorded_at - (headers::json->>'ce_time')::timestamptz))) AS most, count(*)::int AS count FROM ${schemaOf(service)}.outbox WHERE headers::json->>'ce_time' IS NOT NULL`);
    finding.looked += row?.count ?? 0;
    finding.hold((row?.most ?? 0) < 60, () => `${service}: an event's time is ${Math.round(row?.most ?? 0)} s off its commit`);
  }
  for (const { headers, payload } of records) {
    if (headers['ce_type'] !== 'TransitionFollowUpOverdue') continue;
    finding.hold(false, () => `a follow-up of seven days was overdue within minutes: ${payload}`);
  }
  return finding.verdict;
}
