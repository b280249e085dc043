import type { EligibilityFactsRecorded, MemberListed, Population } from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';
import { type Member, listed } from './member.js';

export interface ListMember {
  readonly memberId: string;
  readonly listId: string;
  readonly contractCode: string;
  readonly county: string;
  readonly population: Population;
  readonly source: MemberListed['data']['source'];
  readonly listedOn: Day;
}

/** A plan puts the member on a list (000-26, 004-29). Said again with the same content nothing new happened. */
export function list(member: Member, command: ListMember): MemberListed[] {
  const same = member.stage !== 'unknown' && member.listId === command.listId && member.contractCode === command.contractCode
    && member.county === command.county && member.population === command.population;
  return same ? [] : [{ type: 'MemberListed', data: { ...command } }];
}

/** Facts that bear on eligibility came to light; they stay here, the event names their kinds and where they came from. */
export function recordFacts(member: Member, memberId: string, facts: { kinds: readonly string[]; source: string }, now: Date): EligibilityFactsRecorded[] {
  listed(member);
  if (facts.kinds.length === 0) return [];
  return [{ type: 'EligibilityFactsRecorded', data: { memberId, kinds: [...new Set(facts.kinds)], source: facts.source, recordedAt: now.toISOString() } }];
}
