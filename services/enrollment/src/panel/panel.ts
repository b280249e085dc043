import type { CoordinatorAssigned } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';
import { listed, type Member, openSpan } from '../member/member.js';
import type { Administrator, KnownPerson } from '../staff/staff.js';

/** Whether somebody may coordinate the members of a CB-CME: registered, not suspended, a coordinator, of that CB-CME or of the plan itself. */
export function mayCoordinate(person: KnownPerson | undefined, careEntityId: string): boolean {
  return person !== undefined && !person.suspended && person.roles.includes('care-coordinator')
    && (person.organizationId === undefined || person.organizationId === careEntityId);
}

/** The member goes to the panel of a coordinator, for the rest of the enrolment. A supervisor disposes of the members of the own CB-CME. */
export function assign(
  member: Member, memberId: string, coordinator: { readonly subject: string; readonly person: KnownPerson | undefined }, by: Administrator,
): CoordinatorAssigned[] {
  const span = openSpan(listed(member));
  if (span && !isOwn(span.careEntityId, by)) throw notFound('member');
  if (!span) throw new Refused('not-enrolled', 'The member is not in the programme');
  if (!mayCoordinate(coordinator.person, span.careEntityId)) {
    throw new Refused('coordinator-unknown', 'Nobody of this id coordinates members of this CB-CME', 'invalid', ['coordinatorId']);
  }
  if (span.coordinatorId === coordinator.subject) return [];
  return [{ type: 'CoordinatorAssigned', data: { memberId, enrollmentId: span.enrollmentId, coordinatorId: coordinator.subject } }];
}

const isOwn = (careEntityId: string, by: Administrator): boolean => by.role !== 'cb-cme-supervisor' || careEntityId === by.organizationId;
