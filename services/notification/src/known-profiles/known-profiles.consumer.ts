import { MemberKeyIssued, MemberProfileSealed } from '@hhp/contracts';
import { OnEvents, OnTombstone, Reader, type Received, type Tombstone, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

/** People as they came: sealed. A profile is opened only while a message is written or a page shown; without its key never again. */
@Reader({ name: 'known-profiles', topics: ['hhp.member-profile', 'hhp.member-key'], tables: ['known_profile', 'known_key'] })
@Injectable()
export class KnownProfilesConsumer {
  @OnEvents(MemberProfileSealed)
  async remember(tx: Tx, events: readonly Received<MemberProfileSealed>[]): Promise<void> {
    const last = lastOfEach(events);
    await tx.query(
      `INSERT INTO known_profile (tenant, member_id, sealed) SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])
       ON CONFLICT (tenant, member_id) DO UPDATE SET sealed = excluded.sealed`,
      [last.map((each) => each.tenant), last.map((each) => each.data.memberId), last.map((each) => each.data.sealed)]);
  }

  @OnEvents(MemberKeyIssued)
  async unlock(tx: Tx, events: readonly Received<MemberKeyIssued>[]): Promise<void> {
    const last = lastOfEach(events);
    await tx.query(
      `INSERT INTO known_key (tenant, member_id, wrapped_key) SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])
       ON CONFLICT (tenant, member_id) DO UPDATE SET wrapped_key = excluded.wrapped_key`,
      [last.map((each) => each.tenant), last.map((each) => each.data.memberId), last.map((each) => each.data.wrappedKey)]);
  }

  /** The key is gone: the person is forgotten. What is sealed stays as it is and opens never again, in whatever order the two topics come. */
  @OnTombstone('hhp.member-key')
  async forget(tx: Tx, keys: readonly Tombstone[]): Promise<void> {
    await tx.query('UPDATE known_key SET wrapped_key = NULL WHERE member_id = ANY($1::uuid[])', [keys.map(({ key }) => key)]);
  }
}

function lastOfEach<E extends Received<MemberProfileSealed | MemberKeyIssued>>(events: readonly E[]): E[] {
  return [...new Map(events.map((event) => [`${event.tenant} ${event.data.memberId}`, event])).values()];
}
