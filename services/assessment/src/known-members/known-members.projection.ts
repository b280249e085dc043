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
  return theOne(await tx.query<KnownMember>(select, [tx.tenant, memberId]));
}

/** The member if enrolled today, locked, so that the facts of one member are written one after the other. */
export async function enrolledMember(tx: Tx, memberId: string): Promise<KnownMember> {
  const member = theOne(await tx.query<KnownMember>(`${select} FOR UPDATE`, [tx.tenant, memberId]));
  if (member.leftOn) throw new Refused('member-not-enrolled', 'The member has left the programme.');
  tx.concerns(memberId);
  return member;
}

function theOne([member]: readonly KnownMember[]): KnownMember {
  if (!member) throw notFound('member');
  return member;
}

const select = `
  SELECT member_id AS "memberId", enrolled_on::text AS "enrolledOn", left_on::text AS "leftOn", plan_due_on::text AS "planDueOn"
  FROM known_member WHERE tenant = $1 AND member_id = $2`;
