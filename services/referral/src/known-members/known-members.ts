import type { EnrollmentVoided, MemberDisenrolled, MemberEnrolled, MemberListed } from '@hhp/contracts';
import type { Tx } from '@hhp/messaging';

/** What is remembered of a member: whether they are in the programme now, and who coordinates their care. */
export interface KnownMember {
  readonly tenant: string;
  readonly memberId: string;
  readonly enrollmentId: string | null;
  readonly coordinatorId: string | null;
  readonly enrolled: boolean;
}
export type MemberEvent = MemberListed | MemberEnrolled | MemberDisenrolled | EnrollmentVoided;

/** What is known after one more event. The end of an enrolment that is not the present one changes nothing. */
export function knownAfter(before: KnownMember | undefined, tenant: string, said: MemberEvent): KnownMember {
  const known = before ?? { tenant, memberId: said.data.memberId, enrollmentId: null, coordinatorId: null, enrolled: false };
  switch (said.type) {
    case 'MemberListed': return known;
    case 'MemberEnrolled':
      return { ...known, enrolled: true, enrollmentId: said.data.enrollmentId, coordinatorId: said.data.coordinatorId ?? null };
    case 'MemberDisenrolled': case 'EnrollmentVoided':
      return known.enrollmentId === said.data.enrollmentId ? { ...known, enrolled: false } : known;
  }
}

/** Whether the member is in the programme, as far as is known here. */
export async function isEnrolled(tx: Tx, memberId: string): Promise<boolean> {
  const [known] = await tx.query<{ enrolled: boolean }>('SELECT enrolled FROM known_member WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
  return known?.enrolled ?? false;
}

/**
 * The same, and until this transaction ends the member neither leaves nor gets another referral sent: one who departs meanwhile
 * departs after it, and then takes this referral along.
 */
export async function holdMember(tx: Tx, memberId: string): Promise<{ enrolled: boolean; coordinatorId: string | null } | undefined> {
  const [known] = await tx.query<{ enrolled: boolean; coordinatorId: string | null }>(
    'SELECT enrolled, coordinator_id AS "coordinatorId" FROM known_member WHERE tenant = $1 AND member_id = $2 FOR UPDATE', [tx.tenant, memberId]);
  return known;
}
