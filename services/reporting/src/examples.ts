import type {
  ContinuationRecorded, EnrollmentVoided, MemberDisenrolled, MemberEnrolled, NeedCategory, OrganizationListed, OrganizationWithdrawn, ReferralClosed,
  ReferralDeclined, ReferralFactCorrected, ReferralSent, ReferralVoided, ServiceReceived, UseRecorded,
} from '@hhp/contracts';

/** Facts as the other services say them; for specs. */
export type NewId = () => string;
const at = '2019-09-20T18:00:00.000Z';

export const enrolled = (newId: NewId, county: string, enrolledOn: string): MemberEnrolled => ({
  type: 'MemberEnrolled',
  data: { memberId: newId(), enrollmentId: newId(), contractCode: `plan-${county}`, county, population: 'SPA1', careEntityId: newId(), enrolledOn },
});

export const left = ({ data: { memberId, enrollmentId, county } }: MemberEnrolled, disenrolledOn: string): MemberDisenrolled =>
  ({ type: 'MemberDisenrolled', data: { memberId, enrollmentId, county, disenrolledOn, reason: 'DP' } });

export const voided = ({ data: { memberId, enrollmentId, county } }: MemberEnrolled): EnrollmentVoided =>
  ({ type: 'EnrollmentVoided', data: { memberId, enrollmentId, county, voidedOn: '2019-10-05', reason: 'wrong-person' } });

export const listed = (organizationId: string, name: string, listedAt = '2019-07-01T18:00:00.000Z'): OrganizationListed =>
  ({ type: 'OrganizationListed', data: { organizationId, name, source: 'hsds', listedAt } });

export const withdrawn = (organizationId: string, withdrawnAt = '2019-08-31T18:00:00.000Z'): OrganizationWithdrawn =>
  ({ type: 'OrganizationWithdrawn', data: { organizationId, withdrawnAt, reason: 'closed' } });

/** What a referral's later facts name of it. */
export interface ReferralIds {
  readonly referralId: string;
  readonly memberId: string;
  readonly needId: string;
  readonly organizationId: string;
  readonly serviceId: string;
}

export const sent = (ids: ReferralIds, sentAt: string, { newId, needCategory = 'food-insecurity' }: { newId: NewId; needCategory?: NeedCategory }): ReferralSent => ({
  type: 'ReferralSent',
  data: { ...ids, needCategory, channel: 'email', consentId: newId(), dataClasses: ['general'], sentAt, respondBy: at, memberFollowUpBy: at },
});

/** The facts that may be said of a referral that was sent. */
export function factsAbout(ids: ReferralIds) {
  const { referralId, memberId, organizationId, serviceId } = ids;
  const ofReferral = { referralId, memberId };
  return {
    received: (on: string): ServiceReceived => ({ type: 'ServiceReceived', data: { ...ids, on, source: 'partner', evidenceGrade: 'C', recordedAt: at } }),
    notUsed: { type: 'UseRecorded', data: { ...ofReferral, used: false, on: '2019-09-20', source: 'member', evidenceGrade: 'D', recordedAt: at } } satisfies UseRecorded,
    usedAfterAll: { type: 'ReferralFactCorrected', data: { ...ofReferral, fact: 'used', value: true, reason: 'mistaken', correctedAt: at } } satisfies ReferralFactCorrected,
    continuing: {
      type: 'ContinuationRecorded',
      data: { ...ofReferral, checkpointDays: 90, status: 'continuing', source: 'member', evidenceGrade: 'D', recordedAt: at },
    } satisfies ContinuationRecorded,
    declined: {
      type: 'ReferralDeclined', data: { ...ofReferral, organizationId, serviceId, side: 'provider', reason: 'no_capacity', declinedAt: at },
    } satisfies ReferralDeclined,
    closed: (outcome: ReferralClosed['data']['outcome'], reason: string): ReferralClosed =>
      ({ type: 'ReferralClosed', data: { ...ids, outcome, reason, evidenceGrade: 'C', closedAt: at } }),
    voided: { type: 'ReferralVoided', data: { ...ofReferral, reason: 'duplicate', voidedAt: at } } satisfies ReferralVoided,
  };
}
export type ReferralFacts = ReturnType<typeof factsAbout>;
