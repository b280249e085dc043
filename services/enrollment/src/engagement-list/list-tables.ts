import type { MemberKeyIssued, MemberProfileSealed } from '@hhp/contracts';
import { appendToOutbox, type Tx } from '@hhp/messaging';

export interface KnownProfile {
  readonly memberId: string;
  readonly profileDigest: string;
  readonly wrappedKey: string;
  readonly version: number;
}

/** What is known of a member: the profile, and what the list said of the member before. */
export interface Known {
  readonly profile: KnownProfile;
  readonly before: Entry | undefined;
}

/** The members with these numbers, held until the transaction ends; of two imports at once the second waits. */
export async function knownByCin(tx: Tx, listId: string, cinDigests: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const rows = await tx.query<KnownProfile & Omit<Entry, 'rowDigest'> & { cinDigest: string; rowDigest: string | null }>(
    `SELECT p.cin_digest AS "cinDigest", p.member_id AS "memberId", p.profile_digest AS "profileDigest", p.wrapped_key AS "wrappedKey",
            p.profile_version AS version, e.row_digest AS "rowDigest", e.facts_digest AS "factsDigest", e.care_entity_id AS "careEntityId",
            e.assignment_basis AS "assignmentBasis"
       FROM member_profile p LEFT JOIN engagement_list_entry e ON e.tenant = p.tenant AND e.list_id = $2 AND e.member_id = p.member_id
      WHERE p.tenant = $1 AND p.cin_digest = ANY ($3) ORDER BY p.cin_digest FOR UPDATE OF p`, [tx.tenant, listId, cinDigests]);
  return new Map(rows.map(({ cinDigest, memberId, profileDigest, wrappedKey, version, rowDigest, ...entry }) => [cinDigest, {
    profile: { memberId, profileDigest, wrappedKey, version }, before: rowDigest === null ? undefined : { memberId, rowDigest, ...entry },
  }]));
}

export interface Sealed {
  readonly memberId: string;
  readonly cinDigest: string;
  readonly profileDigest: string;
  readonly wrappedKey: string;
  readonly sealed: string;
  readonly version: number;
}

/** Keeps profiles sealed, and says them; the key of a member is said once, before the first profile under it. */
export async function keepProfiles(tx: Tx, profiles: readonly Sealed[], masterKeyId: string): Promise<void> {
  if (profiles.length === 0) return;
  tx.write(
    `INSERT INTO member_profile (tenant, member_id, cin_digest, profile_digest, wrapped_key, sealed, profile_version)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
     ON CONFLICT (tenant, member_id) DO UPDATE SET
       profile_digest = excluded.profile_digest, sealed = excluded.sealed, profile_version = excluded.profile_version`,
    [
      tx.tenant, profiles.map((each) => each.memberId), profiles.map((each) => each.cinDigest), profiles.map((each) => each.profileDigest),
      profiles.map((each) => each.wrappedKey), profiles.map((each) => each.sealed), profiles.map((each) => each.version),
    ]);
  await appendToOutbox(tx, profiles.flatMap(({ memberId, wrappedKey, sealed, version }) => {
    const key: MemberKeyIssued = { type: 'MemberKeyIssued', data: { memberId, wrappedKey, masterKeyId } };
    const profile: MemberProfileSealed = { type: 'MemberProfileSealed', data: { memberId, sealed } };
    return [...(version === 1 ? [{ event: key, version: 1 }] : []), { event: profile, version }];
  }));
}

/** What a list said of a member, as digests, and to whom it assigned the member. */
export interface Entry {
  readonly memberId: string;
  readonly rowDigest: string;
  readonly factsDigest: string;
  readonly careEntityId: string | null;
  readonly assignmentBasis: string | null;
}

export function keepEntries(tx: Tx, listId: string, entries: readonly Entry[]): void {
  tx.write(
    `INSERT INTO engagement_list_entry (tenant, list_id, member_id, row_digest, facts_digest, care_entity_id, assignment_basis)
     SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[])
     ON CONFLICT (tenant, list_id, member_id) DO UPDATE SET
       row_digest = excluded.row_digest, facts_digest = excluded.facts_digest, care_entity_id = excluded.care_entity_id,
       assignment_basis = excluded.assignment_basis`,
    [
      tx.tenant, listId, entries.map((each) => each.memberId), entries.map((each) => each.rowDigest), entries.map((each) => each.factsDigest),
      entries.map((each) => each.careEntityId), entries.map((each) => each.assignmentBasis),
    ]);
}
