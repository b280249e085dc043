import type { Verdict } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import type { Judgement } from '../eligibility/eligibility.js';
import { shownTo } from '../eligibility/shown-verdict.js';
import type { Profile } from '../engagement-list/list-row.js';
import { rulePackNamed } from '../rule-packs/catalogue.js';
import { Vault } from '../vault.js';
import type { KnownMember, Span, Stage } from './member.js';

export interface MemberRow {
  readonly memberId: string;
  readonly stage: Stage;
  readonly verdict: Verdict | null;
  readonly county: string;
  readonly contractCode: string;
  readonly population: string;
}
type Determination = Judgement & { readonly determinationId: string; readonly determinedAt: string };
export interface MemberAnswer extends MemberRow {
  readonly listId: string;
  /** The last one, with those of its grounds whose labels the reader's role reads. */
  readonly determination: Determination | null;
  readonly enrollments: readonly Span[];
  readonly attempts: readonly object[];
}
export interface MembersAsked {
  readonly stage?: string | undefined;
  readonly verdict?: string | undefined;
  readonly county?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** How members stand, without names; and, for the care team alone, who one of them is. */
@Injectable()
export class MemberProjection {
  constructor(private readonly transactions: Transactions, private readonly vault: Vault) {}

  all(caller: Caller, { stage, verdict, county, after, limit = 1000 }: MembersAsked): Promise<{ members: MemberRow[]; next: string | null }> {
    return this.transactions.read(caller, async (tx) => {
      const members = await tx.query<MemberRow>(
        `SELECT id AS "memberId", stage, verdict, county, contract_code AS "contractCode", population FROM member
          WHERE tenant = $1 AND ($2::text IS NULL OR stage = $2) AND ($3::text IS NULL OR verdict = $3) AND ($4::text IS NULL OR county = $4)
            AND ($5::uuid IS NULL OR id > $5) ORDER BY id LIMIT $6`, [tx.tenant, stage ?? null, verdict ?? null, county ?? null, after ?? null, limit]);
      for (const { memberId } of members) tx.concerns(memberId);
      return { members, next: members.length === limit ? members.at(-1)!.memberId : null };
    });
  }

  one(caller: Caller, memberId: string): Promise<MemberAnswer> {
    return this.transactions.read(caller, async (tx) => {
      tx.concerns(memberId);
      const [row] = await tx.query<{ state: KnownMember }>('SELECT state FROM member WHERE tenant = $1 AND id = $2', [tx.tenant, memberId]);
      if (!row) throw notFound('member');
      const [latest] = await tx.query<{ determination: Determination }>(
        `SELECT jsonb_build_object('determinationId', determination_id, 'determinedAt', determined_at) || judgement AS determination
           FROM eligibility_determination WHERE tenant = $1 AND member_id = $2 ORDER BY determination_id DESC LIMIT 1`, [tx.tenant, memberId]);
      const attempts = await tx.query(
        `SELECT attempt_id AS "attemptId", mode, result, attempted_at AS "attemptedAt" FROM outreach_attempt
          WHERE tenant = $1 AND member_id = $2 ORDER BY attempted_at DESC LIMIT 100`, [tx.tenant, memberId]);
      const { stage, county, contractCode, population, listId, spans, verdict } = row.state;
      return {
        memberId, stage, verdict: verdict?.outcome ?? null, county, contractCode, population, listId,
        determination: latest ? shownTo(caller.role, latest.determination, rulePackNamed(latest.determination.ruleVersion)) : null,
        enrollments: spans, attempts,
      };
    });
  }

  /** Opens the sealed profile; that it was opened, by whom and what for is recorded before it is shown. */
  profile(caller: Caller, memberId: string): Promise<{ memberId: string } & Profile> {
    return this.transactions.read(caller, async (tx) => {
      tx.concerns(memberId);
      const [found] = await tx.query<{ wrappedKey: string; sealed: string }>(
        'SELECT wrapped_key AS "wrappedKey", sealed FROM member_profile WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
      if (!found) throw notFound('member');
      return { memberId, ...this.vault.open(memberId, found.wrappedKey, found.sealed) };
    });
  }

  /** The member with this number, by its digest. */
  byCin(caller: Caller, cin: string): Promise<{ memberId: string }> {
    return this.transactions.read(caller, async (tx) => {
      const [found] = await tx.query<{ memberId: string }>(
        'SELECT member_id AS "memberId" FROM member_profile WHERE tenant = $1 AND cin_digest = $2', [tx.tenant, this.vault.cinDigest(cin)]);
      if (!found) throw notFound('member');
      tx.concerns(found.memberId);
      return found;
    });
  }
}
