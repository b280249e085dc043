import { type Topic, topicNames, topics } from '@hhp/contracts';
import pg from 'pg';
import { type KafkaPlace, topicsThere } from './kafka-log.js';
import { readEach } from './outside.js';
import type { Received } from './received.js';

/** How far back a partition is searched for something that this service itself said. */
const last = 20;

/**
 * The log holds events that the database does not know: it was put back to an earlier moment. What would be said now would take the versions
 * of what was said then, and every reader would drop it as a repetition; so the service must not begin.
 */
export class BehindLog extends Error {
  constructor(service: string, events: readonly Received[]) {
    const places = events.slice(0, 3).map(({ topic, partition, offset }) => `${topic}/${partition}@${offset}`).join(', ');
    super(`The database of ${service} is behind what it has said: it does not know ${places}${events.length > 3 ? ' and more' : ''}. `
      + 'It was restored to an earlier moment. Restore it to its last moment; see docs/operations.md, Restore.');
    this.name = 'BehindLog';
  }
}

export interface OwnLog {
  readonly service: string;
  /** The relay's role may read the whole outbox. */
  readonly relayUrl: string;
  readonly place: KafkaPlace;
}

/**
 * Refuses a database that is behind the log. In each partition the last event that this service said must be in the outbox, or older than the
 * last one that the relay noted there: a database that knows the last knows all before it.
 */
export async function mustNotBeBehind({ service, relayUrl, place }: OwnLog, own: readonly Topic[] = topicsBy(service)): Promise<void> {
  const said = (await Promise.all((await topicsThere(place, own)).map((topic) => lastSaid(place, topic, `/hhp/${service}`)))).flat();
  if (said.length === 0) return;
  const client = new pg.Client({ connectionString: relayUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      // One look at what is younger than the last note, whatever the outbox holds beside it.
      `WITH noted AS (SELECT coalesce(max(last_recorded_at), '-infinity') - interval '1 minute' AS at FROM relay_progress)
       SELECT said.id FROM unnest($1::text[], $2::timestamptz[]) AS said (id, at)
        WHERE said.at > (SELECT at FROM noted)
          AND said.id NOT IN (SELECT coalesce(substring(headers FROM '"ce_id":"([^"]+)"'), '') FROM outbox
                               WHERE recorded_at > (SELECT at - interval '1 minute' FROM noted))`,
      [said.map(({ id }) => id), said.map(({ time }) => time)]);
    const unknown = new Set(rows.map(({ id }) => id));
    if (unknown.size > 0) throw new BehindLog(service, said.filter(({ id }) => unknown.has(id)));
  } finally {
    await client.end();
  }
}

const topicsBy = (service: string): Topic[] => topicNames.filter((name) => topics[name].writer === service);

async function lastSaid(place: KafkaPlace, topic: Topic, source: string): Promise<Received[]> {
  const found = new Map<number, Received>();
  await readEach(place, topic, (event) => { if (event.source === source) found.set(event.partition, event); }, { last });
  return [...found.values()];
}
