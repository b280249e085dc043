import { type Day, notFound, Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';

export interface KnownMember {
  readonly memberId: string;
  readonly enrolledOn: Day;
  readonly leftOn: Day | null;
  readonly planDueOn: Day;
}

/** The member as this service knows them; a member of another plan reads like one that does not exist. */
export async function knownMember(tx: Tx, memberId: string): Promise<KnownMember> {
  const [member] = await tx.query<KnownMember>(select, [tx.tenant, [memberId]]);
  if (!member) throw notFound('member');
  return member;
}

/** The member if enrolled today, locked, so that the facts of one member are written one after the other. */
export async function enrolledMember(tx: Tx, memberId: string): Promise<KnownMember> {
  const [member] = await enrolledMembers(tx, [memberId]);
  if (member instanceof Refused) throw member;
  tx.concerns(memberId);
  return member!;
}

/** The same for many, in their order: the member, or why not. */
export async function enrolledMembers(tx: Tx, memberIds: readonly string[]): Promise<(KnownMember | Refused)[]> {
  const found = await tx.query<KnownMember>(`${select} ORDER BY member_id FOR UPDATE`, [tx.tenant, [...new Set(memberIds)]]);
  const byId = new Map(found.map((member) => [member.memberId, member]));
  return memberIds.map((memberId) => {
    const member = byId.get(memberId.toLowerCase());
    if (!member) return notFound('member');
    return member.leftOn ? new Refused('member-not-enrolled', 'The member has left the programme.') : member;
  });
}

const select = `
  SELECT member_id AS "memberId", enrolled_on::text AS "enrolledOn", left_on::text AS "leftOn", plan_due_on::text AS "planDueOn"
  FROM known_member WHERE tenant = $1 AND member_id = ANY ($2::uuid[])`;
