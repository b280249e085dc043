import { makeDatabase } from '../servers/database.js';
import { makeTopics } from '../servers/kafka.js';
import { startStock } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { plan } from './commands.js';
import type { Assessment } from './ours.js';

/** The stock application in the part of assessment, with members it knows. */
export async function openStock(servers: Servers, name: string, memberCount: number): Promise<Assessment> {
  const topicPrefix = `${name}.`;
  const [database] = await Promise.all([
    makeDatabase(servers, 'assessment', name), makeTopics(servers.brokers, topicPrefix, ['hhp.member', 'hhp.assessment']),
  ]);
  const program = await startStock('assessment', { servers, database, topicPrefix });
  const rows = await database.query<{ id: string }>(
    `INSERT INTO known_member (tenant, member_id, enrollment_id, care_entity_id, enrolled_on)
     SELECT $1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2019-09-01' FROM generate_series(1, $2)
     RETURNING member_id AS id`, [plan, memberCount]);
  return { database, program, topicPrefix, members: rows.map(({ id }) => id) };
}
