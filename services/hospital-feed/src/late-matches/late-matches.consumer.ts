import { MemberProfileSealed } from '@hhp/contracts';
import { NotYet, OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { settle, withMembers } from '../stay/stay.commands.js';
import { holdStaysByKey, matchAlone } from '../stay/stays.js';
import { noClues } from '../person/clues.js';

interface OpenedProfile {
  readonly tenant: string;
  readonly memberId: string;
  readonly version: number;
  readonly keys: readonly string[];
}

/** Members who become known after a hospital has spoken of them: the stays that waited for their name are theirs from then on. */
@Reader({ name: 'late-matches', topics: ['hhp.member-profile'] })
@Injectable()
export class LateMatchesConsumer {
  @OnEvents(MemberProfileSealed)
  async match(tx: Tx, events: readonly Received<MemberProfileSealed>[]): Promise<void> {
    const opened = new Map((await openedProfiles(tx, events)).map((each) => [`${each.tenant} ${each.memberId}`, each]));
    const profiles = events.map((event) => ({ event, profile: opened.get(`${event.tenant} ${event.data.memberId}`) }));
    const closed = profiles.filter(({ event, profile }) => !profile || profile.version < event.version);
    if (closed.length > 0) throw new NotYet('profile-not-opened', { keys: closed.map(({ event }) => event.key), soon: true });
    // From here on no stay comes in unseen: what waits is asked after the lock is had.
    await matchAlone(tx);
    const awaited = await keysOfStays(tx, profiles.flatMap(({ profile }) => profile?.keys ?? []));
    for (const { event, profile } of profiles) {
      if (profile?.keys.some((key) => awaited.has(key))) await this.theirStays(tx.causedBy(event), profile.keys);
    }
  }

  private async theirStays(tx: Tx, keys: readonly string[]): Promise<void> {
    for (const row of await holdStaysByKey(tx, keys)) {
      if (row.tenants.includes(tx.tenant)) continue;
      const held = await withMembers(tx, row, noClues);
      const members = held.members.filter(({ tenant }) => tenant === tx.tenant);
      await settle(tx, { ...held, row, members, tenants: [tx.tenant] });
    }
  }
}

/**
 * The profiles as the reader `known-profiles` has opened them; one whose key is gone is shredded, and finds nothing. Two lists of ids and no
 * join: a plan that was made while the tables were small would go through all of the one for each row of the other.
 */
async function openedProfiles(tx: Tx, events: readonly Received<MemberProfileSealed>[]): Promise<OpenedProfile[]> {
  const ids = [events.map(({ data }) => data.memberId)];
  const [profiles, shredded] = await Promise.all([
    tx.query<OpenedProfile & { opened: boolean }>(
      `SELECT tenant, member_id AS "memberId", opened, version, array_remove(ARRAY[cin_key, name_key], NULL) AS keys
         FROM known_profile WHERE member_id = ANY ($1::uuid[])`, ids),
    tx.query<{ tenant: string; memberId: string }>(
      'SELECT tenant, member_id AS "memberId" FROM known_key WHERE member_id = ANY ($1::uuid[]) AND shredded', ids),
  ]);
  const gone = new Set(shredded.map(({ tenant, memberId }) => `${tenant} ${memberId}`));
  return profiles.map(({ opened, ...profile }) => (opened || gone.has(`${profile.tenant} ${profile.memberId}`) ? profile : { ...profile, version: 0 }));
}

/** Those of these keys by which a stay can be found. */
async function keysOfStays(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ key: string }>('SELECT key FROM stay_key WHERE key = ANY ($1::text[])', [keys]);
  return new Set(rows.map(({ key }) => key));
}
