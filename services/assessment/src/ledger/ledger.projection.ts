import { Injectable } from '@nestjs/common';
import { labelsOfNeeds, type NeedCategory, type NeedStatus } from '@hhp/contracts';
import { mayRead } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { knownMember } from '../known-members/known-members.projection.js';
import type { NeedOrigin } from '../need/need.js';
import { type LedgerLine, proposedStatus, type Receipt, receiptOf } from './ledger.js';

interface NeedRow {
  readonly needId: string;
  readonly category: NeedCategory;
  readonly origin: NeedOrigin;
  readonly identifiedAt: string;
  readonly confirmedStatus: NeedStatus | null;
  readonly note: string | null;
}

/** A need with where it stands: what its referrals propose, what a person confirmed, and the one that holds. */
export interface NeedStanding extends NeedRow {
  readonly status: NeedStatus;
  readonly proposedStatus: NeedStatus;
}

interface LedgerNeed {
  readonly need: Partial<Omit<NeedStanding, 'needId'>> & { readonly needId: string | null };
  readonly referrals: readonly (LedgerLine & { readonly receipt: Receipt })[];
}

export interface LedgerAnswer {
  readonly memberId: string;
  readonly enrolledOn: string;
  /** A member who left: the ledger stays, and says so. */
  readonly leftOn: string | null;
  readonly answeredAt: string;
  readonly appliedUntil: string | null;
  readonly counts: { readonly needed: number; readonly referred: number; readonly received: number };
  readonly needs: readonly LedgerNeed[];
}

const ended: readonly NeedStatus[] = ['met', 'declined', 'changed'];
export const isOpen = (need: NeedStanding): boolean => !ended.includes(need.status);

/** The needs of a member with where each stands. */
export async function needsOfMember(tx: Tx, memberId: string): Promise<NeedStanding[]> {
  const lines = await linesOf(tx, memberId);
  return (await needRows(tx, memberId)).map((need) => standing(need, lines.map((each) => each.line)));
}

function standing(need: NeedRow, lines: readonly LedgerLine[]): NeedStanding {
  const proposed = proposedStatus(lines.filter((line) => line.needId === need.needId));
  return { ...need, proposedStatus: proposed, status: need.confirmedStatus ?? proposed };
}

function needRows(tx: Tx, memberId: string): Promise<NeedRow[]> {
  return tx.query<NeedRow>(
    `SELECT id AS "needId", category, state ->> 'origin' AS origin, state ->> 'identifiedAt' AS "identifiedAt", confirmed_status AS "confirmedStatus", note
     FROM need LEFT JOIN need_note ON need_note.tenant = need.tenant AND need_note.need_id = need.id
     WHERE need.tenant = $1 AND member_id = $2 ORDER BY id`, [tx.tenant, memberId]);
}

function linesOf(tx: Tx, memberId: string): Promise<{ line: LedgerLine; moved_at: Date }[]> {
  return tx.query('SELECT line, moved_at FROM ledger_line WHERE tenant = $1 AND member_id = $2 ORDER BY referral_id', [tx.tenant, memberId]);
}

/** Answers what was needed and what was received. */
@Injectable()
export class LedgerProjection {
  constructor(private readonly transactions: Transactions) {}

  needs(caller: Caller, memberId: string): Promise<{ memberId: string; needs: NeedStanding[] }> {
    return this.transactions.read(caller, async (tx) => {
      await knownMember(tx, memberId);
      tx.concerns(memberId);
      return { memberId, needs: (await needsOfMember(tx, memberId)).filter((need) => mayReadNeed(caller, need)) };
    });
  }

  ledger(caller: Caller, memberId: string): Promise<LedgerAnswer> {
    return this.transactions.read(caller, async (tx) => {
      const { enrolledOn, leftOn } = await knownMember(tx, memberId);
      tx.concerns(memberId);
      const rows = (await linesOf(tx, memberId)).filter(({ line }) => mayRead(caller.role, line.labels ?? []));
      const read = (await needRows(tx, memberId)).filter((need) => mayReadNeed(caller, need));
      const needs = balance(read, rows.map((row) => row.line));
      const appliedUntil = rows.map((row) => row.moved_at.toISOString()).sort().at(-1) ?? null;
      return { memberId, enrolledOn, leftOn, answeredAt: tx.now.toISOString(), appliedUntil, counts: countsOf(needs), needs };
    });
  }
}

/** Whether the caller's role may know of this need; the others do not learn that there is one. */
const mayReadNeed = (caller: Caller, { category }: NeedRow): boolean => mayRead(caller.role, labelsOfNeeds(category));

/** Puts each referral under its need. One whose need is not known here stands under a need of its own: nothing drops out. */
function balance(rows: readonly NeedRow[], lines: readonly LedgerLine[]): LedgerNeed[] {
  const under = (needId: string | undefined): LedgerNeed['referrals'] =>
    lines.filter((line) => line.needId === needId).map((line) => ({ ...line, receipt: receiptOf(line) }));
  const known = new Set(rows.map((row) => row.needId));
  const strays = [...new Set(lines.map((line) => line.needId).filter((needId) => needId === undefined || !known.has(needId)))];
  return [
    ...rows.map((row) => ({ need: standing(row, lines), referrals: under(row.needId) })),
    ...strays.map((needId) => ({ need: { needId: needId ?? null }, referrals: under(needId) })),
  ];
}

function countsOf(needs: readonly LedgerNeed[]): LedgerAnswer['counts'] {
  const anyOf = (check: (referral: LedgerNeed['referrals'][number]) => boolean): number =>
    needs.filter(({ referrals }) => referrals.some((referral) => referral.state !== 'voided' && check(referral))).length;
  return {
    needed: needs.length,
    referred: anyOf((referral) => referral.sentAt !== undefined),
    received: anyOf((referral) => referral.receipt === 'received' || referral.receipt === 'received-elsewhere'),
  };
}
