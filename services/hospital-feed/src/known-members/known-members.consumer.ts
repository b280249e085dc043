import { MemberDisenrolled, MemberEnrolled, MemberListed } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

type MemberEvent = MemberListed | MemberEnrolled | MemberDisenrolled;

/** Who left: a plan hears nothing of the hospital stays of people who are not its members any more. */
@Reader({ name: 'known-members', topics: ['hhp.member'], tables: ['known_member'] })
@Injectable()
export class KnownMembersConsumer {
  @OnEvents(MemberListed, MemberEnrolled, MemberDisenrolled)
  async remember(tx: Tx, events: readonly Received<MemberEvent>[]): Promise<void> {
    const last = new Map(events.map((event) => [`${event.tenant} ${event.data.memberId}`, event]));
    const members = [...last.values()];
    await tx.query(
      `INSERT INTO known_member (tenant, member_id, has_left) SELECT * FROM unnest($1::text[], $2::uuid[], $3::boolean[])
       ON CONFLICT (tenant, member_id) DO UPDATE SET has_left = excluded.has_left`,
      [members.map((each) => each.tenant), members.map((each) => each.data.memberId), members.map((each) => each.type === 'MemberDisenrolled')]);
  }
}
