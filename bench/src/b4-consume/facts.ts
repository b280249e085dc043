import { randomUUID } from 'node:crypto';
import type { MemberDisenrolled, MemberEnrolled } from '@hhp/contracts';
import { type OutsideFact, publishEvents } from '@hhp/messaging';
import { plan } from '../b1-accept/commands.js';
import type { OwnDatabase } from '../servers/database.js';
import { type Seen, makeTopics, readTopic, repeat, topicsOfAssessment } from '../servers/kafka.js';
import type { Servers } from '../servers/servers.js';
import { mustBe } from '../run/bench.js';

/** What a topic holds: each member joined, left and joined again; of every hundredth the leaving comes once more at the end. */
export interface Facts {
  readonly topicPrefix: string;
  readonly members: readonly string[];
  /** Where each member is enrolled at last. */
  readonly lastEnrollments: readonly string[];
  /** All that is different. */
  readonly facts: readonly OutsideFact[];
  /** How many records the topic has, repeats among them. */
  readonly count: number;
}

const chunk = 10_000;
const [first, left, again] = ['2019-09-01', '2020-01-31', '2020-03-01'];

const enrolled = (memberId: string, enrollmentId: string, enrolledOn: string): MemberEnrolled => ({
  type: 'MemberEnrolled',
  data: { memberId, enrollmentId, contractCode: 'golden-gate-06075', county: '06075', population: 'SPA1', careEntityId: randomUUID(), enrolledOn },
});
const disenrolled = (memberId: string, enrollmentId: string): MemberDisenrolled => ({
  type: 'MemberDisenrolled', data: { memberId, enrollmentId, county: '06075', disenrolledOn: left, reason: 'DP' },
});

/** Says the facts of so many members on a topic of its own. */
export async function sayFacts({ brokers }: Servers, topicPrefix: string, memberCount: number): Promise<Facts> {
  const members = Array.from({ length: memberCount }, () => randomUUID());
  const [firstOnes, lastEnrollments] = [members.map(() => randomUUID()), members.map(() => randomUUID())];
  const fact = (event: OutsideFact['event'], version: number): OutsideFact => ({ event, version, tenant: plan });
  const facts = [
    ...members.map((member, nth) => fact(enrolled(member, firstOnes[nth]!, first), 1)),
    ...members.map((member, nth) => fact(disenrolled(member, firstOnes[nth]!), 2)),
    ...members.map((member, nth) => fact(enrolled(member, lastEnrollments[nth]!, again), 3)),
  ];
  await makeTopics(brokers, topicPrefix, topicsOfAssessment);
  for (let at = 0; at < facts.length; at += chunk) await publishEvents({ brokers: brokers.split(','), topicPrefix }, facts.slice(at, at + chunk));
  const repeats = await leavingsOf(brokers, `${topicPrefix}hhp.member`, facts.length, new Set(members.filter((_member, nth) => nth % 100 === 0)));
  await repeat(brokers, `${topicPrefix}hhp.member`, repeats);
  return { topicPrefix, members, lastEnrollments, facts, count: facts.length + repeats.length };
}

async function leavingsOf(brokers: string, topic: string, count: number, members: ReadonlySet<string>): Promise<Seen[]> {
  const found: Seen[] = [];
  await readTopic(brokers, topic, count, (seen) => { if (seen.headers['ce_type'] === 'MemberDisenrolled' && members.has(seen.key)) found.push(seen); });
  return found;
}

/** Every member is there once beside the others, as the last fact says it; what came twice has changed nothing. */
export async function mustBeApplied(who: string, database: OwnDatabase, { members, lastEnrollments }: Facts, others = 0): Promise<void> {
  mustBe(`${who}: members`, await database.count('known_member'), members.length + others);
  const [row] = await database.query<{ right: number }>(
    `SELECT count(*)::integer AS right FROM known_member JOIN unnest($1::uuid[], $2::uuid[]) AS said (member_id, enrollment_id) USING (member_id, enrollment_id)
      WHERE tenant = $3 AND enrolled_on = $4 AND left_on IS NULL`, [members, lastEnrollments, plan, again]);
  mustBe(`${who}: members as the last fact says`, row!.right, members.length);
}
