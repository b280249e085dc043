import {
  type ConsentGranted, type ConsentHeartbeat, type ConsentRevoked, type DataClass, type FollowUpDue, type FollowUpEscalated, type MemberKeyIssued,
  type MemberProfileSealed, type OrganizationListed, type ReferralAccepted, type ReferralClosed, type ReferralDrafted, type ReferralSent,
  type ServiceListed, topics,
} from '@hhp/contracts';
import { newDataKey, seal, wrapKey } from '@hhp/messaging';

const friday = '2019-09-13T16:30:00.000Z';

/** The facts about one member and one referral, as the other services say them; for specs. */
export function story(ids: { readonly newId: () => string; readonly masterKey: Buffer }, dataClasses: readonly DataClass[] = ['general']) {
  const { newId, masterKey } = ids;
  const [memberId, referralId, organizationId, serviceId, consentId, needId] = [newId(), newId(), newId(), newId(), newId(), newId()];
  const key = newDataKey();
  const profile = {
    cin: '91234567A', firstName: 'Albert', lastName: 'Reyes', birthDate: '1961-04-02', phone: '415-555-0101', language: 'es', diagnosis: 'diabetes, opioid use',
  };
  const about = { referralId, memberId };
  const service = { organizationId, serviceId };
  return {
    memberId, referralId, organizationId, consentId,
    keyIssued: { type: 'MemberKeyIssued', data: { memberId, wrappedKey: wrapKey(masterKey, key), masterKeyId: 'master-1' } } satisfies MemberKeyIssued,
    profileSealed: { type: 'MemberProfileSealed', data: { memberId, sealed: seal(key, memberId, profile) } } satisfies MemberProfileSealed,
    organizationListed: {
      type: 'OrganizationListed', data: { organizationId, name: 'SF-Marin Food Bank', email: 'office@foodbank.example', source: 'hsds', listedAt: friday },
    } satisfies OrganizationListed,
    serviceListed: {
      type: 'ServiceListed',
      data: { ...service, name: 'Pantry', status: 'active', categories: ['food'], languages: ['en'], email: 'desk@foodbank.example', listedAt: friday },
    } satisfies ServiceListed,
    granted: {
      type: 'ConsentGranted',
      data: {
        memberId, consentId, recipientOrganizationId: organizationId, dataClasses, purpose: 'care-coordination', validFrom: '2019-09-01T00:00:00Z',
        form: 'written', part2Complete: dataClasses.includes('sud'), grantedAt: '2019-09-01T00:00:00Z',
      },
    } satisfies ConsentGranted,
    revoked: { type: 'ConsentRevoked', data: { memberId, consentId, revokedAt: friday, inForceAt: friday } } satisfies ConsentRevoked,
    drafted: {
      type: 'ReferralDrafted',
      data: { ...about, ...service, needId, needCategory: 'food-insecurity', dataClasses, ownerId: 'coordinator-1', draftedAt: friday },
    } satisfies ReferralDrafted,
    sent: {
      type: 'ReferralSent',
      data: {
        ...about, ...service, needId, needCategory: 'food-insecurity', channel: 'email', consentId, dataClasses, sentAt: friday,
        respondBy: '2019-09-18T00:00:00Z', memberFollowUpBy: '2019-09-20T00:00:00Z',
      },
    } satisfies ReferralSent,
    due: (ask: FollowUpDue['data']['ask'], step: string) =>
      ({ type: 'FollowUpDue', data: { ...about, followUpId: newId(), ask, step, dueAt: friday } }) satisfies FollowUpDue,
    escalated: {
      type: 'FollowUpEscalated', data: { ...about, step: 'respond', to: 'supervisor', escalatedAt: friday, nextAt: friday },
    } satisfies FollowUpEscalated,
    accepted: { type: 'ReferralAccepted', data: { ...about, organizationId, acceptedAt: friday, by: 'partner' } } satisfies ReferralAccepted,
    closed: {
      type: 'ReferralClosed', data: { ...about, ...service, needId, outcome: 'administrative', reason: 'disenrolled', evidenceGrade: 'A', closedAt: friday },
    } satisfies ReferralClosed,
  };
}
export type Story = ReturnType<typeof story>;

/** What enrolment says into each partition: it knows of every revocation until this moment. */
export const heartbeats = (at: Date): ConsentHeartbeat[] => Array.from({ length: topics['hhp.consent'].partitions }, (_, partition) =>
  ({ type: 'ConsentHeartbeat', data: { partition, heartbeatAt: at.toISOString() } }));
