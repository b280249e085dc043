import { Connection } from '../load/connection.js';
import { coordinator, needCommands } from '../b1-accept/commands.js';
import { openAssessment } from '../b1-accept/ours.js';
import { Wrong } from '../run/bench.js';
import type { OwnDatabase } from '../servers/database.js';
import { makeTopics, readTopic, topicsOfAssessment } from '../servers/kafka.js';
import type { Servers } from '../servers/servers.js';

const keys = 4_000;

/** An outbox that ours and Debezium drain alike, each by a slot of its own. */
export interface Outbox {
  readonly database: OwnDatabase;
  /** Commits so many events one by one, of many keys. Answers the position before the first. */
  fill(count: number): Promise<number>;
}

/** The outbox of the assessment service, with one event that the service said itself as the pattern of all. */
export async function openOutbox(servers: Servers): Promise<Outbox> {
  const { program, database, members } = await openAssessment(servers, 'b3', 1);
  const [connection, ask] = [new Connection(new URL(program.url)), needCommands(members, await servers.issuer.tokenFor(coordinator))()];
  await connection.ask(ask.method, ask.path, ask.headers, ask.body);
  connection.close();
  await program.stop();
  await database.query(`
    CREATE SCHEMA work;
    CREATE TABLE work.pattern AS SELECT * FROM outbox WHERE topic = 'hhp.assessment' LIMIT 1;
    CREATE TABLE work.keys AS SELECT nth, gen_random_uuid()::text AS key FROM generate_series(0, ${keys - 1}) AS nth;
    CREATE INDEX ON work.keys (nth);
    CREATE PROCEDURE work.fill(many integer) LANGUAGE plpgsql AS $do$
    DECLARE p work.pattern; said text; id text; aggregate text := (SELECT value::json->>'needId' FROM work.pattern);
    BEGIN
      SELECT * INTO p FROM work.pattern;
      -- What is prepared need not wait for the disk; what is measured does.
      PERFORM set_config('synchronous_commit', 'off', false);
      id := p.headers::json->>'ce_id';
      FOR i IN 1..many LOOP
        INSERT INTO outbox (tenant, topic, key, headers, value)
          SELECT p.tenant, p.topic, k.key, replace(replace(p.headers, id, uuidv7()::text), aggregate, uuidv7()::text), p.value
            FROM work.keys k WHERE k.nth = (i * 7) % ${keys};
        COMMIT;
      END LOOP;
    END $do$`);
  return { database, fill: async (count) => {
    const [row] = await database.query<{ last: number }>('SELECT coalesce(max(position), 0)::integer AS last FROM outbox');
    await database.query(`CALL work.fill(${count})`);
    return row!.last;
  } };
}

export const topicOf = (prefix: string): string => `${prefix}hhp.assessment`;

/** The topics that the service needs to come up. */
export const topicsOfRound = ({ brokers }: Servers, prefix: string): Promise<void> =>
  makeTopics(brokers, prefix, topicsOfAssessment);

export interface Arrived {
  readonly prefix: string;
  readonly after: number;
  readonly idOf: (headers: Readonly<Record<string, string>>) => string;
}

/** Every event of the outbox after this position is in the topic once, those of a key in their order; `idOf` finds an event's id. */
export async function mustBeInTopic(who: string, { brokers }: Servers, { database }: Outbox, { prefix, after, idOf }: Arrived): Promise<void> {
  const rows = await database.query<{ key: string; ids: string[] }>(
    "SELECT key, array_agg(headers::json->>'ce_id' ORDER BY position) AS ids FROM outbox WHERE topic = 'hhp.assessment' AND position > $1 GROUP BY key", [after]);
  const found = new Map<string, string[]>();
  const count = rows.reduce((sum, { ids }) => sum + ids.length, 0);
  await readTopic(brokers, topicOf(prefix), count, ({ key, headers }) => { found.set(key, [...found.get(key) ?? [], idOf(headers)]); });
  for (const { key, ids } of rows) {
    if (String(found.get(key)) !== String(ids)) throw new Wrong(`${who}: the events of a key are not in Kafka as they were said`);
  }
}

