import type { CoordinatorAssigned, EnrollmentVoided, MemberDisenrolled, MemberEnrolled, MemberListed } from '@hhp/contracts';

/** What is remembered of a member: whether they are in the programme now, and who coordinates their care. */
export interface KnownMember {
  readonly tenant: string;
  readonly memberId: string;
  readonly enrollmentId: string | null;
  readonly coordinatorId: string | null;
  readonly enrolled: boolean;
}
export type MemberEvent = MemberListed | MemberEnrolled | CoordinatorAssigned | MemberDisenrolled | EnrollmentVoided;

/** What is known after one more event. The end of an enrolment that is not the present one changes nothing. */
export function knownAfter(before: KnownMember | undefined, tenant: string, said: MemberEvent): KnownMember {
  const known = before ?? { tenant, memberId: said.data.memberId, enrollmentId: null, coordinatorId: null, enrolled: false };
  switch (said.type) {
    case 'MemberListed': return known;
    case 'MemberEnrolled':
      return { ...known, enrolled: true, enrollmentId: said.data.enrollmentId, coordinatorId: said.data.coordinatorId ?? null };
    case 'CoordinatorAssigned':
      return known.enrollmentId === said.data.enrollmentId ? { ...known, coordinatorId: said.data.coordinatorId } : known;
    case 'MemberDisenrolled': case 'EnrollmentVoided':
      return known.enrollmentId === said.data.enrollmentId ? { ...known, enrolled: false } : known;
  }
}
