import type { Tx } from '@hhp/messaging';

/** Whether the member is in the programme, as far as is known here. */
export async function isEnrolled(tx: Tx, memberId: string): Promise<boolean> {
  const [known] = await tx.query<{ enrolled: boolean }>(
    'SELECT enrolled FROM known_member WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
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
