import { MemberKeyIssued, MemberProfileSealed } from '@hhp/contracts';
import { OnEvents, OnTombstone, Reader, type Received, type Tombstone, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { Vault } from '../vault.js';

interface Closed { readonly tenant: string; readonly memberId: string; readonly wrappedKey: string; readonly sealed: string }

/**
 * By what members are found: digests of number, name and birth date, made when both the sealed profile and its key have come. They
 * come on two topics in any order, in the partition of the same number, of which this reader is in one slice at a time: whichever is
 * second sees the first.
 */
@Reader({ name: 'known-profiles', topics: ['hhp.member-profile', 'hhp.member-key'], tables: ['known_profile', 'known_key'] })
@Injectable()
export class KnownProfilesConsumer {
  constructor(private readonly vault: Vault) {}

  @OnEvents(MemberProfileSealed)
  async seal(tx: Tx, events: readonly Received<MemberProfileSealed>[]): Promise<void> {
    await oneSliceAtATime(tx, events);
    const last = lastOfEach(events);
    await tx.query(
      `INSERT INTO known_profile (tenant, member_id, sealed, version, opened)
       SELECT tenant, member_id, sealed, version, false FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[]) AS said (tenant, member_id, sealed, version)
       ON CONFLICT (tenant, member_id) DO UPDATE SET sealed = excluded.sealed, version = excluded.version, opened = false`,
      [...members(last), last.map((each) => each.data.sealed), last.map((each) => each.version)]);
    await this.open(tx, last);
  }

  @OnEvents(MemberKeyIssued)
  async unlock(tx: Tx, events: readonly Received<MemberKeyIssued>[]): Promise<void> {
    await oneSliceAtATime(tx, events);
    const last = lastOfEach(events);
    await tx.query(
      `INSERT INTO known_key (tenant, member_id, wrapped_key, shredded)
       SELECT tenant, member_id, wrapped_key, false FROM unnest($1::text[], $2::uuid[], $3::text[]) AS said (tenant, member_id, wrapped_key)
       ON CONFLICT (tenant, member_id) DO UPDATE SET wrapped_key = excluded.wrapped_key, shredded = false`,
      [...members(last), last.map((each) => each.data.wrappedKey)]);
    await this.open(tx, last);
  }

  /** The key is gone: the profile cannot be read any more, and what was made of it goes too. */
  @OnTombstone('hhp.member-key')
  async shred(tx: Tx, keys: readonly Tombstone[]): Promise<void> {
    await oneSliceAtATime(tx, keys);
    const ids = keys.map(({ key }) => key);
    await tx.query("UPDATE known_key SET wrapped_key = '', shredded = true WHERE member_id = ANY($1::uuid[])", [ids]);
    await tx.query(
      `UPDATE known_profile SET opened = false, cin_key = NULL, name_key = NULL, family_key = NULL, birth_key = NULL, sex = NULL
        WHERE member_id = ANY($1::uuid[])`, [ids]);
  }

  private async open(tx: Tx, events: readonly Received<MemberProfileSealed | MemberKeyIssued>[]): Promise<void> {
    const closed = await tx.query<Closed>(
      `SELECT p.tenant, p.member_id AS "memberId", k.wrapped_key AS "wrappedKey", p.sealed
         FROM known_profile p JOIN known_key k USING (tenant, member_id)
        WHERE NOT k.shredded AND p.member_id = ANY ($1::uuid[]) AND k.member_id = ANY ($1::uuid[])`, [events.map(({ data }) => data.memberId)]);
    const opened = closed.map(({ tenant, memberId, wrappedKey, sealed }) => {
      const { cin, name, family, birth, sex } = this.vault.openProfile(memberId, wrappedKey, sealed);
      return { tenant, member_id: memberId, cin_key: cin, name_key: name, family_key: family, birth_key: birth, sex };
    });
    await tx.query(
      `UPDATE known_profile known SET opened = true, cin_key = said.cin_key, name_key = said.name_key, family_key = said.family_key,
              birth_key = said.birth_key, sex = said.sex
         FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, member_id uuid, cin_key text, name_key text, family_key text, birth_key text, sex text)
        WHERE known.tenant = said.tenant AND known.member_id = said.member_id`, [JSON.stringify(opened)]);
  }
}

async function oneSliceAtATime(tx: Tx, records: readonly { readonly partition: number }[]): Promise<void> {
  const partitions = [...new Set(records.map(({ partition }) => partition))].sort((one, other) => one - other);
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('hospital-feed profiles', partition)) FROM unnest($1::int[]) AS partition", [partitions]);
}

function lastOfEach<E extends Received<MemberProfileSealed | MemberKeyIssued>>(events: readonly E[]): E[] {
  return [...new Map(events.map((event) => [`${event.tenant} ${event.data.memberId}`, event])).values()];
}

const members = (events: readonly Received<MemberProfileSealed | MemberKeyIssued>[]): [string[], string[]] =>
  [events.map((each) => each.tenant), events.map((each) => each.data.memberId)];
