import { randomUUID } from 'node:crypto';
import { type OwnDatabase, makeDatabase } from '../servers/database.js';
import { makeTopics, topicsOfAssessment } from '../servers/kafka.js';
import { type Program, startService } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { plan } from './commands.js';

/** The assessment service as it ships, with members it knows. */
export interface Assessment {
  readonly database: OwnDatabase;
  readonly program: Program;
  readonly topicPrefix: string;
  readonly members: readonly string[];
}

export async function openAssessment(servers: Servers, name: string, memberCount: number): Promise<Assessment> {
  const topicPrefix = `${name}.`;
  const [database] = await Promise.all([
    makeDatabase(servers, 'assessment', name),
    makeTopics(servers.brokers, topicPrefix, topicsOfAssessment),
  ]);
  const program = await startService('assessment', { servers, database, topicPrefix });
  const members = Array.from({ length: memberCount }, () => randomUUID());
  await database.query(
    `INSERT INTO known_member (tenant, member_id, enrollment_id, care_entity_id, enrolled_on, plan_due_on)
     SELECT $1, id, gen_random_uuid(), gen_random_uuid(), '2019-09-01', '2019-11-30' FROM unnest($2::uuid[]) AS id`, [plan, members]);
  return { database, program, topicPrefix, members };
}
