import { notFound, Refused } from '@hhp/domain-kit';
import { appendTombstone, type Caller, Transactions } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { type KnownMember, openSpan } from '../member/member.js';
import { holdMembers } from '../member/members.js';

@Injectable()
export class ErasureCommands {
  constructor(private readonly transactions: Transactions) {}

  /** Without its key what was sealed opens nowhere; the record on the log goes too. What remains of the member is an id with codes and dates. */
  erase(caller: Caller, memberId: string, reason: string): Promise<{ memberId: string; erasedAt: string }> {
    return this.transactions.command(caller, async (tx) => {
      // The profile before the member, as a list that is taken over locks them.
      await tx.query('SELECT FROM member_profile WHERE tenant = $1 AND member_id = $2 FOR UPDATE', [tx.tenant, memberId]);
      await holdMembers(tx, [memberId]);
      const [member] = await tx.query<{ state: KnownMember }>('SELECT state FROM member WHERE tenant = $1 AND id = $2', [tx.tenant, memberId]);
      if (!member) throw notFound('member');
      if (openSpan(member.state)) throw new Refused('still-enrolled', 'Who is in the programme cannot be forgotten: first the member leaves');
      const [erased] = await tx.query<{ erasedAt: Date }>('SELECT erased_at AS "erasedAt" FROM erasure WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
      if (erased) return { memberId, erasedAt: erased.erasedAt.toISOString() };
      await tx.query('DELETE FROM member_profile WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
      await tx.query('INSERT INTO erasure (tenant, member_id, reason, erased_at, erased_by) VALUES ($1, $2, $3, $4, $5)',
        [tx.tenant, memberId, reason, tx.now, tx.caller.actor]);
      await appendTombstone(tx, 'hhp.member-key', memberId);
      await appendTombstone(tx, 'hhp.member-profile', memberId);
      return { memberId, erasedAt: tx.now.toISOString() };
    });
  }
}
