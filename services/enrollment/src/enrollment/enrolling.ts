import { type Day, Refused } from '@hhp/domain-kit';
import { changeMany, type Tx } from '@hhp/messaging';
import type { Judgement } from '../eligibility/eligibility.js';
import { judge } from '../eligibility/eligibility.js';
import { keepDeterminations } from '../eligibility/eligibility.commands.js';
import { factsOf } from '../eligibility/recorded-facts.js';
import { determine } from '../member/determination.js';
import type { Member, MemberEvent } from '../member/member.js';
import { holdMembers, members } from '../member/members.js';
import { contractsInForce, servingCareEntities } from '../plan-contract/plan-contract.projection.js';
import { rulePackNamed } from '../rule-packs/catalogue.js';
import { type Enroll, enroll, saidBefore } from './enrollment.js';

export type EnrollResult = { readonly result: 'accepted' | 'unchanged' } | { readonly result: 'refused'; readonly refused: Refused };
export interface EnrollSettings {
  readonly today: Day;
  readonly defaultRulePack: string;
}

/**
 * Enrols members within a transaction, each by a command of its own. Everybody is judged as of the day of enrolment, by the rules of the
 * last verdict (004-35); a verdict that is new is said before the enrolment.
 */
export async function enrollAll(tx: Tx, commands: readonly Enroll[], { today, defaultRulePack }: EnrollSettings): Promise<ReadonlyMap<string, EnrollResult>> {
  const byMember = new Map(commands.map((command) => [command.memberId, command]));
  await holdMembers(tx, [...byMember.keys()]);
  const [contracts, serving] = [await contractsInForce(tx), await servingCareEntities(tx)];
  const facts = await factsOf(tx, [...byMember.keys()], contracts);
  const results = new Map<string, EnrollResult>();
  const judged: { memberId: string; enrollmentId: string; determinationId: string | undefined; judgement: Judgement }[] = [];
  await changeMany(tx, members, [...byMember.keys()], (member, memberId) => {
    const command = byMember.get(memberId)!;
    if (saidBefore(member, command)) {
      results.set(memberId, { result: 'unchanged' });
      return [];
    }
    const judgement = judge(rulePackNamed(ruleOf(member) ?? defaultRulePack), facts.get(memberId)!, command.enrolledOn);
    const careEntityServes = serving.get(command.careEntityId)?.has(command.contractCode) ?? false;
    try {
      const enrolled = enroll(member, command, { today, contract: contracts.get(command.contractCode), careEntityServes, judgement });
      const determinationId = tx.newId();
      const determined = isNew(member, judgement) ? determine(member, memberId, determinationId, judgement) : [];
      judged.push({ memberId, enrollmentId: command.enrollmentId, determinationId: determined.length > 0 ? determinationId : undefined, judgement });
      results.set(memberId, { result: 'accepted' });
      return [...determined, ...enrolled] satisfies MemberEvent[];
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      results.set(memberId, { result: 'refused', refused });
      return [];
    }
  });
  keepEnrollments(tx, judged.map(({ memberId, judgement }) => ({ ...byMember.get(memberId)!, judgement })));
  keepDeterminations(tx, judged.flatMap(({ determinationId, ...rest }) => (determinationId ? [{ determinationId, ...rest }] : [])));
  return results;
}

const ruleOf = (member: Member): string | undefined => (member.stage === 'unknown' ? undefined : member.verdict?.ruleVersion);

/** A verdict that says the same by the same rules is confirmed by the enrolment and need not be said again. */
function isNew(member: Member, { verdict, ruleVersion }: Judgement): boolean {
  return member.stage === 'unknown' || member.verdict?.outcome !== verdict || member.verdict.ruleVersion !== ruleVersion;
}

function keepEnrollments(tx: Tx, enrollments: readonly (Enroll & { readonly judgement: Judgement })[]): void {
  if (enrollments.length === 0) return;
  const rows = enrollments.map((each) => ({
    enrollment_id: each.enrollmentId, member_id: each.memberId, contract_code: each.contractCode, county: each.county, population: each.population,
    care_entity_id: each.careEntityId, coordinator_id: each.coordinatorId ?? null, enrolled_on: each.enrolledOn, judgement: each.judgement,
  }));
  tx.write(
    `INSERT INTO enrollment (
       tenant, enrollment_id, member_id, contract_code, county, population, care_entity_id, coordinator_id, enrolled_on, judgement, recorded_by)
     SELECT $1, said.*, $2 FROM jsonb_to_recordset($3::jsonb) AS said (
       enrollment_id uuid, member_id uuid, contract_code text, county text, population text, care_entity_id uuid, coordinator_id text, enrolled_on date,
       judgement jsonb)`, [tx.tenant, tx.caller.actor, JSON.stringify(rows)]);
}
