import pg from 'pg';
import { plan } from '../b1-accept/commands.js';
import type { Contender } from '../run/bench.js';
import { cpuMicros } from '../run/processes.js';
import { type OwnDatabase, makeDatabase } from '../servers/database.js';
import { startService } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { type Facts, mustBeApplied } from './facts.js';

const slice = 1_000;

/** The same rows and the same check of versions, a slice a transaction, by the service's own role with its tenant set: but all in the server. */
const applyAll = `
  CREATE PROCEDURE apply_all() LANGUAGE plpgsql AS $do$
  DECLARE at integer := 0; most integer;
  BEGIN
    SELECT max(nth) INTO most FROM said;
    WHILE at < most LOOP
      PERFORM set_config('hhp.tenants', '{"${plan}"}', true);
      UPDATE reader_watermark SET next_offset = at + ${slice}, moved_at = clock_timestamp() WHERE reader = 'limit';
      CREATE TEMPORARY TABLE IF NOT EXISTS fresh (LIKE said) ON COMMIT DELETE ROWS;
      INSERT INTO fresh SELECT s.* FROM said s LEFT JOIN reader_version v
          ON v.reader = 'limit' AND v.generation = 1 AND v.topic = 'hhp.member' AND v.aggregate = s.member_id::text
        WHERE s.nth > at AND s.nth <= at + ${slice} AND s.version > coalesce(v.version, 0);
      INSERT INTO reader_version (reader, generation, topic, aggregate, version)
        SELECT 'limit', 1, 'hhp.member', member_id::text, max(version) FROM fresh GROUP BY member_id
        ON CONFLICT (reader, generation, topic, aggregate) DO UPDATE SET version = excluded.version;
      INSERT INTO known_member (tenant, member_id, enrollment_id, care_entity_id, enrolled_on, plan_due_on)
        SELECT tenant, member_id, enrollment_id, care_entity_id, enrolled_on, enrolled_on + 90 FROM fresh WHERE enrolled_on IS NOT NULL
        ON CONFLICT (tenant, member_id) DO UPDATE SET enrollment_id = excluded.enrollment_id, care_entity_id = excluded.care_entity_id,
          enrolled_on = excluded.enrolled_on, plan_due_on = excluded.plan_due_on, left_on = NULL;
      UPDATE known_member known SET left_on = fresh.left_on FROM fresh
        WHERE fresh.left_on IS NOT NULL AND known.tenant = fresh.tenant AND known.enrollment_id = fresh.enrollment_id;
      COMMIT;
      at := at + ${slice};
    END LOOP;
  END $do$;`;

/** A database with the facts as typed rows; the work is done anew in each round. */
export async function serverSide(servers: Servers, facts: Facts): Promise<Contender> {
  const database = await makeDatabase(servers, 'assessment', 'b4_limit');
  const program = await startService('assessment', { servers, database, topicPrefix: facts.topicPrefix, env: { READING: 'off' } });
  await program.stop();
  await load(database, facts);
  const count = facts.facts.length;
  return { name: 'limit: server side', round: async () => {
    await database.query(`TRUNCATE known_member, reader_version, reader_watermark;
      INSERT INTO reader_watermark (reader, generation, topic, partition, next_offset) VALUES ('limit', 1, 'hhp.member', 0, 0)`);
    const client = new pg.Client(database.serviceUrl);
    await client.connect();
    await client.query('SET statement_timeout = 0');
    const [began, cpu] = [performance.now(), cpuMicros([servers.postgresPid])];
    await client.query('CALL apply_all()');
    const [seconds, spent] = [(performance.now() - began) / 1000, cpuMicros([servers.postgresPid]) - cpu];
    await client.end();
    await mustBeApplied('the server side', database, facts);
    return { perSecond: count / seconds, cpuMicros: spent / count, memoryMiB: 0 };
  } };
}

type Said = Readonly<Record<'memberId' | 'enrollmentId' | 'careEntityId' | 'enrolledOn' | 'disenrolledOn', string>>;

async function load({ query, name }: OwnDatabase, { facts }: Facts): Promise<void> {
  const role = `${name}_assessment`;
  await query(`CREATE UNLOGGED TABLE said (nth integer PRIMARY KEY, version integer, tenant text, member_id uuid, enrollment_id uuid, care_entity_id uuid,
    enrolled_on date, left_on date);
    GRANT SELECT ON said TO ${role}; GRANT TEMPORARY ON DATABASE ${name} TO ${role}`);
  for (let at = 0; at < facts.length; at += 10_000) {
    const some = facts.slice(at, at + 10_000).map(({ event, version }, nth) => ({ nth: at + nth + 1, version, ...(event.data as Said) }));
    await query(`INSERT INTO said SELECT nth, version, $2, "memberId", "enrollmentId", "careEntityId", "enrolledOn", "disenrolledOn"
      FROM jsonb_to_recordset($1::jsonb) AS row (nth integer, version integer, "memberId" uuid, "enrollmentId" uuid, "careEntityId" uuid,
        "enrolledOn" date, "disenrolledOn" date)`,
    [JSON.stringify(some), plan]);
  }
  await query('ANALYZE said');
  await query(applyAll);
  await query(`GRANT EXECUTE ON PROCEDURE apply_all TO ${role}`);
}
