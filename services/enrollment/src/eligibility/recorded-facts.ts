import type { Tx } from '@hhp/messaging';
import type { ContractInForce } from '../plan-contract/plan-contract.projection.js';
import type { Fact, FactsOfMember } from './facts.js';

/** Facts as they were recorded together, by whom and where from. They are only ever added; a better record supersedes. */
export interface Recording {
  readonly recordId: string;
  readonly memberId: string;
  readonly listId?: string | undefined;
  /** The hospital stay that says so. */
  readonly stayId?: string | undefined;
  readonly source: string;
  readonly facts: readonly Fact[];
}

export function keepFacts(tx: Tx, recordings: readonly Recording[]): void {
  if (recordings.length === 0) return;
  const rows = recordings.map(({ recordId, memberId, listId = null, stayId = null, source, facts }) =>
    ({ record_id: recordId, member_id: memberId, list_id: listId, stay_id: stayId, source, facts }));
  tx.write(
    `INSERT INTO facts_recorded (tenant, record_id, member_id, list_id, stay_id, source, recorded_at, recorded_by, facts)
     SELECT $1, record_id, member_id, list_id, stay_id, source, $2, $3, facts
       FROM jsonb_to_recordset($4::jsonb) AS said (record_id uuid, member_id uuid, list_id uuid, stay_id uuid, source text, facts jsonb)`,
    [tx.tenant, tx.now, tx.caller.actor, JSON.stringify(rows)]);
}

/** What a list said before about these members counts no longer: it says something else now. */
export function supersedeListFacts(tx: Tx, listId: string, memberIds: readonly string[]): void {
  if (memberIds.length === 0) return;
  tx.write(
    'UPDATE facts_recorded SET superseded_at = $4 WHERE tenant = $1 AND list_id = $2 AND member_id = ANY ($3::uuid[]) AND superseded_at IS NULL',
    [tx.tenant, listId, memberIds, tx.now]);
}

/** What stands of a hospital stay. */
export async function factsOfStay(tx: Tx, stayId: string): Promise<readonly Fact[]> {
  const [row] = await tx.query<{ facts: Fact[] }>(
    'SELECT facts FROM facts_recorded WHERE tenant = $1 AND stay_id = $2 AND superseded_at IS NULL', [tx.tenant, stayId]);
  return row?.facts ?? [];
}

/** The hospital says something else of the stay now, or that there was none. */
export function supersedeStayFacts(tx: Tx, stayId: string): void {
  tx.write('UPDATE facts_recorded SET superseded_at = $3 WHERE tenant = $1 AND stay_id = $2 AND superseded_at IS NULL', [tx.tenant, stayId, tx.now]);
}

/** Everything that stands of these members, with the days on which their contracts' phases went live. */
export async function factsOf(
  tx: Tx, memberIds: readonly string[], contracts: ReadonlyMap<string, ContractInForce>,
): Promise<ReadonlyMap<string, FactsOfMember>> {
  const rows = await tx.query<{ memberId: string; facts: Fact[] }>(
    `SELECT member_id AS "memberId", facts FROM facts_recorded
      WHERE tenant = $1 AND member_id = ANY ($2::uuid[]) AND superseded_at IS NULL ORDER BY record_id`, [tx.tenant, memberIds]);
  const live = Object.fromEntries([...contracts].map(([code, contract]) => [code, contract.live]));
  const timelines = new Map<string, Fact[]>(memberIds.map((memberId) => [memberId, []]));
  for (const { memberId, facts } of rows) timelines.get(memberId)?.push(...facts);
  return new Map([...timelines].map(([memberId, timeline]) => [memberId, { timeline, live }]));
}
