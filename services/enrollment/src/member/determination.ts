import type { EligibilityDetermined } from '@hhp/contracts';
import type { Judgement } from '../eligibility/eligibility.js';
import { listed, type Member } from './member.js';

/** What was judged becomes the member's verdict. The same verdict as of the same day by the same rules is said once. */
export function determine(member: Member, memberId: string, determinationId: string, judgement: Judgement): EligibilityDetermined[] {
  const before = listed(member).verdict;
  const { verdict, ruleVersion, asOf, clauses, unknownFacts, unconfirmedParameters } = judgement;
  const same = before?.outcome === verdict && before.ruleVersion === ruleVersion && before.asOf === asOf && before.clauses.join() === clauses.join();
  if (same) return [];
  return [{ type: 'EligibilityDetermined', data: { memberId, determinationId, verdict, ruleVersion, clauses, unknownFacts, unconfirmedParameters, asOf } }];
}
