import { notFound } from '@hhp/domain-kit';
import type { Aggregate, Tx } from '@hhp/messaging';
import { evolve, type Member, type MemberEvent, unknownMember } from './member.js';

/** The members of a plan: one row each, on which the versions of everything said on `hhp.member` are counted. */
export const members: Aggregate<Member, MemberEvent> = {
  table: 'member', initial: unknownMember, evolve,
  columns: (member) => (member.stage === 'unknown' ? {} : {
    stage: member.stage, county: member.county, contract_code: member.contractCode, population: member.population, verdict: member.verdict?.outcome ?? null,
  }),
};

/** Holds these members until the transaction ends, so that what is read of them stays true while it is decided. */
export async function holdMembers(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM member WHERE tenant = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE', [tx.tenant, memberIds]);
  for (const memberId of memberIds) tx.concerns(memberId);
}

/** A member of this plan who was not forgotten; anybody else reads like nobody. */
export async function mustBeMember(tx: Tx, memberId: string): Promise<void> {
  tx.concerns(memberId);
  const [known] = await tx.query(
    `SELECT FROM member m WHERE tenant = $1 AND id = $2
        AND NOT EXISTS (SELECT FROM erasure e WHERE e.tenant = m.tenant AND e.member_id = m.id)`, [tx.tenant, memberId]);
  if (!known) throw notFound('member');
}

/** The members with these numbers, by the digests of the numbers. */
export async function membersByCin(tx: Tx, cinDigests: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await tx.query<{ digest: string; memberId: string }>(
    'SELECT cin_digest AS digest, member_id AS "memberId" FROM member_profile WHERE tenant = $1 AND cin_digest = ANY ($2)', [tx.tenant, cinDigests]);
  return new Map(found.map(({ digest, memberId }) => [digest, memberId]));
}
