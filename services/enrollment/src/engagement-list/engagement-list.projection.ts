import type { Verdict } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { type ImportAnswer, importsOfList } from '../file-import/file-import.projection.js';
import type { Totals } from '../file-import/totals.js';
import type { Stage } from '../member/member.js';

export interface ListHead {
  readonly listId: string;
  readonly programCode: string;
  readonly listRunDate: string;
  readonly listVersion: string;
  readonly receivedAt: string;
  readonly members: number;
}

interface ListCounts {
  readonly rows: number;
  /** Listed for the first time by this list, or with something new. */
  readonly listed: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** Control totals of a list: rows = listed + unchanged + rejected, in all and county by county. */
export interface ListTotals extends ListCounts {
  readonly byCounty: readonly (ListCounts & { readonly county: string })[];
}

export function listTotals({ rows, accepted, unchanged, rejected, byCounty }: Totals): ListTotals {
  const counties = Object.entries(byCounty).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    rows, listed: accepted, unchanged, rejected,
    byCounty: counties.map(([county, of]) => ({ county, rows: of.rows, listed: of.accepted, unchanged: of.unchanged, rejected: of.rejected })),
  };
}

export interface ListAnswer extends ListHead {
  readonly imports: readonly (ListTotals & Pick<ImportAnswer, 'importId' | 'receivedAt' | 'finishedAt'>)[];
  readonly stages: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<string, number>>;
}

/** A member on a list, without anything that says who it is. */
export interface ListedMember {
  readonly memberId: string;
  readonly stage: Stage;
  readonly verdict: Verdict | null;
  readonly county: string;
  readonly contractCode: string;
  readonly population: string;
  readonly assignedCareEntityId: string | null;
  readonly assignmentBasis: string | null;
}

const heads = `
  SELECT list.list_id AS "listId", program_code AS "programCode", list_run_date::text AS "listRunDate", list_version AS "listVersion",
  received_at AS "receivedAt",
         (SELECT count(*)::integer FROM engagement_list_entry entry WHERE entry.tenant = list.tenant AND entry.list_id = list.list_id) AS members
    FROM engagement_list list`;

/** What lists there are, who is on one, and what became of its files (004-34). */
@Injectable()
export class EngagementListProjection {
  constructor(private readonly transactions: Transactions) {}

  all(caller: Caller): Promise<{ lists: ListHead[] }> {
    return this.transactions.read(caller, async (tx) => ({
      lists: await tx.query<ListHead>(`${heads} WHERE tenant = $1 ORDER BY list_run_date DESC, list_id DESC LIMIT 200`, [tx.tenant]),
    }));
  }

  one(caller: Caller, listId: string): Promise<ListAnswer> {
    return this.transactions.read(caller, async (tx) => {
      const head = await headOf(tx, listId);
      const counts = await tx.query<{ stage: string; verdict: string; members: number }>(
        `SELECT stage, coalesce(verdict, 'not-judged') AS verdict, count(*)::integer AS members
           FROM engagement_list_entry entry JOIN member ON member.tenant = entry.tenant AND member.id = entry.member_id
          WHERE entry.tenant = $1 AND list_id = $2 GROUP BY 1, 2`, [tx.tenant, listId]);
      const summed = (name: 'stage' | 'verdict'): Record<string, number> =>
        counts.reduce<Record<string, number>>((sums, row) => ({ ...sums, [row[name]]: (sums[row[name]] ?? 0) + row.members }), {});
      const imports = (await importsOfList(tx, listId))
        .map(({ importId, receivedAt, finishedAt, ...totals }) => ({ importId, receivedAt, finishedAt, ...listTotals(totals) }));
      return { ...head, imports, stages: summed('stage'), verdicts: summed('verdict') };
    });
  }

  members(caller: Caller, listId: string, after?: string, limit = 1000): Promise<{ listId: string; members: ListedMember[]; next: string | null }> {
    return this.transactions.read(caller, async (tx) => {
      await mustBeList(tx, listId);
      const found = await tx.query<ListedMember>(
        `SELECT id AS "memberId", stage, verdict, county, contract_code AS "contractCode", population, care_entity_id AS "assignedCareEntityId",
                assignment_basis AS "assignmentBasis"
           FROM engagement_list_entry entry JOIN member ON member.tenant = entry.tenant AND member.id = entry.member_id
          WHERE entry.tenant = $1 AND list_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`, [tx.tenant, listId, after ?? null, limit]);
      for (const { memberId } of found) tx.concerns(memberId);
      return { listId, members: found, next: found.length === limit ? found.at(-1)!.memberId : null };
    });
  }
}

/** A list of this plan; any other reads like none. */
export async function mustBeList(tx: Tx, listId: string): Promise<void> {
  const [known] = await tx.query('SELECT FROM engagement_list WHERE tenant = $1 AND list_id = $2', [tx.tenant, listId]);
  if (!known) throw notFound('engagement list');
}

async function headOf(tx: Tx, listId: string): Promise<ListHead> {
  const [head] = await tx.query<ListHead>(`${heads} WHERE tenant = $1 AND list_id = $2`, [tx.tenant, listId]);
  if (!head) throw notFound('engagement list');
  return head;
}
