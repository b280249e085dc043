import type { Verdict } from '@hhp/contracts';
import { type Day, dayOf, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { type Caller, changeMany, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { mustBeList } from '../engagement-list/engagement-list.projection.js';
import { determine } from '../member/determination.js';
import { recordFacts } from '../member/listing.js';
import { holdMembers, members, mustBeMember } from '../member/members.js';
import { contractsInForce } from '../plan-contract/plan-contract.projection.js';
import { rulePackNamed } from '../rule-packs/catalogue.js';
import type { RulePack } from '../rule-packs/rule-pack.js';
import { type Judgement, judge } from './eligibility.js';
import { type Fact } from './facts.js';
import { factsOf, keepFacts } from './recorded-facts.js';
import { shownTo } from './shown-verdict.js';

/** So many members that a transaction stays well under 250 ms. */
const membersAtOnce = 150;
export interface Determined extends Omit<Judgement, 'factsUsed'> {
  readonly memberId: string;
  readonly factsUsed: readonly Fact[];
}
export type VerdictTotals = Readonly<Record<Verdict, number>> & { readonly members: number };
const noVerdicts: VerdictTotals = { members: 0, eligible: 0, 'not-eligible': 0, excluded: 0, unknown: 0 };

@Injectable()
export class EligibilityCommands {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  /** Adds facts to the timeline of a member; nothing on it is ever edited (000-25, 000-26). */
  record(caller: Caller, memberId: string, facts: readonly Fact[], source: string): Promise<{ memberId: string; recordId: string }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      await mustNameContracts(tx, facts);
      await changeMany(tx, members, [memberId], (member) => recordFacts(member, memberId, { kinds: facts.map(({ kind }) => kind), source }, tx.now));
      const recordId = tx.newId();
      keepFacts(tx, [{ recordId, memberId, source, facts }]);
      return { memberId, recordId };
    });
  }

  /** Facts that were recorded by mistake count no longer; that is said as a correction. */
  withdraw(caller: Caller, memberId: string, recordId: string): Promise<{ memberId: string; recordId: string }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const [withdrawn] = await tx.query<{ facts: Fact[] }>(
        `UPDATE facts_recorded SET superseded_at = $4 WHERE tenant = $1 AND member_id = $2 AND record_id = $3 AND superseded_at IS NULL RETURNING facts`,
        [tx.tenant, memberId, recordId, tx.now]);
      const kinds = withdrawn?.facts.map(({ kind }) => kind) ?? [];
      await changeMany(tx, members, [memberId], (member) => recordFacts(member, memberId, { kinds, source: 'correction' }, tx.now));
      return { memberId, recordId };
    });
  }

  /** Judges a member by a rule pack as of a day (000-24 … 000-26, 004-25). */
  determine(caller: Caller, memberId: string, rulePack: string, asOf: Day): Promise<Determined> {
    const pack = rulePackNamed(rulePack);
    return this.transactions.command(caller, async (tx) => {
      this.refuseFuture(tx, asOf);
      await mustBeMember(tx, memberId);
      const judgements = await determineAll(tx, [memberId], pack, asOf);
      return { memberId, ...shownTo(caller.role, judgements.get(memberId)!, pack) };
    });
  }

  /** Judges everybody on a list, in steps that are not repeated when the request is. */
  async determineList(caller: Caller, listId: string, rulePack: string, asOf: Day): Promise<VerdictTotals> {
    const pack = rulePackNamed(rulePack);
    let [totals, after, step]: [VerdictTotals, string | null, number] = [noVerdicts, null, 0];
    do {
      const from: string | null = after;
      await this.transactions.unsent.gone();
      const part = await this.transactions.command(caller, async (tx) => {
        this.refuseFuture(tx, asOf);
        if (from === null) await mustBeList(tx, listId);
        const ids = await nextOnList(tx, listId, from);
        const verdicts = [...(await determineAll(tx, ids, pack, asOf)).values()].map(({ verdict }) => verdict);
        return { last: ids.length === membersAtOnce ? ids.at(-1)! : null, verdicts: counted(verdicts) };
      }, `members-${step++}`);
      after = part.last;
      totals = plus(totals, part.verdicts);
    } while (after !== null);
    return totals;
  }

  private refuseFuture(tx: Tx, asOf: Day): void {
    if (asOf > dayOf(tx.now, this.office.timeZone)) throw new Refused('day-to-come', 'Nobody is judged as of a day to come', 'invalid', ['asOf']);
  }
}

const plus = (one: VerdictTotals, other: VerdictTotals): VerdictTotals => ({
  members: one.members + other.members, eligible: one.eligible + other.eligible, 'not-eligible': one['not-eligible'] + other['not-eligible'],
  excluded: one.excluded + other.excluded, unknown: one.unknown + other.unknown,
});
const counted = (verdicts: readonly Verdict[]): VerdictTotals =>
  verdicts.reduce((totals, verdict) => ({ ...totals, members: totals.members + 1, [verdict]: totals[verdict] + 1 }), noVerdicts);

async function nextOnList(tx: Tx, listId: string, after: string | null): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT member_id AS id FROM engagement_list_entry WHERE tenant = $1 AND list_id = $2 AND ($3::uuid IS NULL OR member_id > $3) ORDER BY member_id LIMIT $4`,
    [tx.tenant, listId, after, membersAtOnce]);
  return rows.map(({ id }) => id);
}

/** Judges these members within a transaction: what is new is said, and kept with the facts that it rests on. */
export async function determineAll(tx: Tx, memberIds: readonly string[], pack: RulePack, asOf: Day): Promise<ReadonlyMap<string, Judgement>> {
  if (memberIds.length === 0) return new Map();
  await holdMembers(tx, memberIds);
  const facts = await factsOf(tx, memberIds, await contractsInForce(tx));
  const judgements = new Map([...facts].map(([memberId, known]) => [memberId, judge(pack, known, asOf)]));
  const said = new Map<string, string>();
  await changeMany(tx, members, memberIds, (member, memberId) => {
    const determinationId = tx.newId();
    const events = determine(member, memberId, determinationId, judgements.get(memberId)!);
    if (events.length > 0) said.set(memberId, determinationId);
    return events;
  });
  keepDeterminations(tx, [...said].map(([memberId, determinationId]) => ({ determinationId, memberId, judgement: judgements.get(memberId)! })));
  return judgements;
}

export function keepDeterminations(
  tx: Tx, determinations: readonly { readonly determinationId: string; readonly memberId: string; readonly judgement: Judgement }[],
): void {
  if (determinations.length === 0) return;
  const rows = determinations.map(({ determinationId, memberId, judgement }) => ({
    determination_id: determinationId, member_id: memberId, rule_version: judgement.ruleVersion, as_of: judgement.asOf, verdict: judgement.verdict, judgement,
  }));
  tx.write(
    `INSERT INTO eligibility_determination (tenant, determination_id, member_id, rule_version, as_of, verdict, judgement, determined_at, determined_by)
     SELECT $1, said.*, $2::timestamptz, $3 FROM jsonb_to_recordset($4::jsonb)
       AS said (determination_id uuid, member_id uuid, rule_version text, as_of date, verdict text, judgement jsonb)`,
    [tx.tenant, tx.now, tx.caller.actor, JSON.stringify(rows)]);
}

async function mustNameContracts(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const contracts = await contractsInForce(tx);
  const strange = facts.some((fact) => fact.kind === 'coverage' && !contracts.has(fact.contractCode));
  if (strange) throw new Refused('contract-unknown', 'This plan has no such contract', 'invalid', ['facts.contractCode']);
}
