import type { EligibilityDetermined, MemberDisenrolled, MemberEnrolled, MemberListed } from '@hhp/contracts';
import { evolve, type KnownMember, type Member, type MemberEvent, unknownMember } from './member.js';

/** For specs: what is said of one member. */
export const memberId = 'm-1';
export const listedOn = (listId = 'l-1', change: Partial<MemberListed['data']> = {}): MemberListed => ({
  type: 'MemberListed',
  data: { memberId, listId, contractCode: 'GGHP-SF', county: '06075', population: 'SPA1', source: 'DHCS_TEL', listedOn: '2019-07-01', ...change },
});
export const determined = (verdict: EligibilityDetermined['data']['verdict'] = 'eligible', asOf = '2019-07-01'): EligibilityDetermined => ({
  type: 'EligibilityDetermined',
  data: { memberId, determinationId: 'd-1', verdict, ruleVersion: 'hhp/lacare:1', clauses: ['R1a', 'R2b'], unknownFacts: [], unconfirmedParameters: [], asOf },
});
export const enrolled = (enrollmentId = 'e-1', enrolledOn = '2019-08-01'): MemberEnrolled => ({
  type: 'MemberEnrolled',
  data: { memberId, enrollmentId, contractCode: 'GGHP-SF', county: '06075', population: 'SPA1', careEntityId: 'ce-1', enrolledOn },
});
export const left = (enrollmentId = 'e-1', disenrolledOn = '2019-09-01'): MemberDisenrolled => ({
  type: 'MemberDisenrolled', data: { memberId, enrollmentId, county: '06075', disenrolledOn, reason: 'DP' },
});
export const after = (...events: MemberEvent[]): Member => events.reduce(evolve, unknownMember);
export const knownAfter = (...events: MemberEvent[]): KnownMember => after(...events) as KnownMember;
