import type { EventDefinition } from './define-event.js';
import { PlanContractDeclared } from './enrollment/plan-contract-declared.js';
import { CareEntityDeclared } from './enrollment/care-entity-declared.js';
import { MemberListed } from './enrollment/member-listed.js';
import { EligibilityFactsRecorded } from './enrollment/eligibility-facts-recorded.js';
import { EligibilityDetermined } from './enrollment/eligibility-determined.js';
import { OutreachAttempted } from './enrollment/outreach-attempted.js';
import { MemberDeclined } from './enrollment/member-declined.js';
import { MemberEnrolled } from './enrollment/member-enrolled.js';
import { MemberDisenrolled } from './enrollment/member-disenrolled.js';
import { EnrollmentVoided } from './enrollment/enrollment-voided.js';
import { MemberProfileSealed } from './enrollment/member-profile-sealed.js';
import { MemberKeyIssued } from './enrollment/member-key-issued.js';
import { ConsentGranted } from './enrollment/consent-granted.js';
import { ConsentDeclined } from './enrollment/consent-declined.js';
import { ConsentRevoked } from './enrollment/consent-revoked.js';
import { ConsentHeartbeat } from './enrollment/consent-heartbeat.js';
import { StaffRegistered } from './enrollment/staff-registered.js';
import { StaffRolesChanged } from './enrollment/staff-roles-changed.js';
import { StaffSuspended } from './enrollment/staff-suspended.js';
import { StaffReinstated } from './enrollment/staff-reinstated.js';
import { CoverArranged } from './enrollment/cover-arranged.js';
import { CoverEnded } from './enrollment/cover-ended.js';
import { CoordinatorAssigned } from './enrollment/coordinator-assigned.js';
import { BreakGlassOpened } from './enrollment/break-glass-opened.js';
import { BreakGlassReviewed } from './enrollment/break-glass-reviewed.js';
import { ScreeningRecorded } from './assessment/screening-recorded.js';
import { NeedIdentified } from './assessment/need-identified.js';
import { NeedStatusChanged } from './assessment/need-status-changed.js';
import { ActionPlanAgreed } from './assessment/action-plan-agreed.js';
import { OrganizationListed } from './directory/organization-listed.js';
import { OrganizationWithdrawn } from './directory/organization-withdrawn.js';
import { ServiceListed } from './directory/service-listed.js';
import { ServiceWithdrawn } from './directory/service-withdrawn.js';
import { CapacityReported } from './directory/capacity-reported.js';
import { ReferralDrafted } from './referral/referral-drafted.js';
import { ReferralAwaitingConsent } from './referral/referral-awaiting-consent.js';
import { ReferralConsentConfirmed } from './referral/referral-consent-confirmed.js';
import { ReferralReady } from './referral/referral-ready.js';
import { ReferralSent } from './referral/referral-sent.js';
import { ReferralAcknowledged } from './referral/referral-acknowledged.js';
import { ReferralAccepted } from './referral/referral-accepted.js';
import { ReferralDeclined } from './referral/referral-declined.js';
import { ReferralWaitlisted } from './referral/referral-waitlisted.js';
import { HandoffScheduled } from './referral/handoff-scheduled.js';
import { WarmHandoffMade } from './referral/warm-handoff-made.js';
import { HandoffMissed } from './referral/handoff-missed.js';
import { ApplicationRecorded } from './referral/application-recorded.js';
import { UseRecorded } from './referral/use-recorded.js';
import { ServiceReceived } from './referral/service-received.js';
import { ReferralFactCorrected } from './referral/referral-fact-corrected.js';
import { FollowUpDue } from './referral/follow-up-due.js';
import { FollowUpRecorded } from './referral/follow-up-recorded.js';
import { FollowUpEscalated } from './referral/follow-up-escalated.js';
import { ContinuationDue } from './referral/continuation-due.js';
import { ContinuationRecorded } from './referral/continuation-recorded.js';
import { ReferralClosed } from './referral/referral-closed.js';
import { ReferralVoided } from './referral/referral-voided.js';
import { TransitionFollowUpOpened } from './referral/transition-follow-up-opened.js';
import { TransitionFollowUpWithdrawn } from './referral/transition-follow-up-withdrawn.js';
import { TransitionFollowUpCompleted } from './referral/transition-follow-up-completed.js';
import { TransitionFollowUpOverdue } from './referral/transition-follow-up-overdue.js';
import { ReferralShown } from './referral/referral-shown.js';
import { MemberAdmitted } from './hospital-feed/member-admitted.js';
import { AdmissionCancelled } from './hospital-feed/admission-cancelled.js';
import { MemberDischarged } from './hospital-feed/member-discharged.js';
import { DischargeCancelled } from './hospital-feed/discharge-cancelled.js';
import { MessageSent } from './notification/message-sent.js';
import { MessageHeld } from './notification/message-held.js';
import { MemberAnswered } from './notification/member-answered.js';
import { PartnerAnswered } from './notification/partner-answered.js';
import { DisclosureMade } from './notification/disclosure-made.js';
import { AccessesRecorded } from './audit/accesses-recorded.js';
import { AuditCheckpointed } from './audit/audit-checkpointed.js';

/** Every event that may be published. An event that is not here is refused by the outbox and skipped by readers. */
export const catalogue = [
  PlanContractDeclared, CareEntityDeclared, MemberListed, EligibilityFactsRecorded, EligibilityDetermined, OutreachAttempted, MemberDeclined,
  MemberEnrolled, MemberDisenrolled, EnrollmentVoided, MemberProfileSealed, MemberKeyIssued, ConsentGranted, ConsentDeclined, ConsentRevoked,
  ConsentHeartbeat, StaffRegistered, StaffRolesChanged, StaffSuspended, StaffReinstated, CoverArranged, CoverEnded, CoordinatorAssigned,
  BreakGlassOpened, BreakGlassReviewed,
  ScreeningRecorded, NeedIdentified, NeedStatusChanged, ActionPlanAgreed,
  OrganizationListed, OrganizationWithdrawn, ServiceListed, ServiceWithdrawn, CapacityReported,
  ReferralDrafted, ReferralAwaitingConsent, ReferralConsentConfirmed, ReferralReady, ReferralSent, ReferralAcknowledged, ReferralAccepted,
  ReferralDeclined, ReferralWaitlisted, HandoffScheduled, WarmHandoffMade, HandoffMissed, ApplicationRecorded, UseRecorded, ServiceReceived,
  ReferralFactCorrected, FollowUpDue, FollowUpRecorded, FollowUpEscalated, ContinuationDue, ContinuationRecorded, ReferralClosed, ReferralVoided,
  TransitionFollowUpOpened, TransitionFollowUpWithdrawn, TransitionFollowUpCompleted, TransitionFollowUpOverdue, ReferralShown,
  MemberAdmitted, AdmissionCancelled, MemberDischarged, DischargeCancelled,
  MessageSent, MessageHeld, PartnerAnswered, MemberAnswered, DisclosureMade,
  AccessesRecorded, AuditCheckpointed,
] as unknown as readonly EventDefinition[];

const byType = new Map(catalogue.map((definition) => [`${definition.type}.v${definition.version}`, definition]));

/** The definition of an event type and version, or nothing when this build does not know it. */
export function definitionOf(type: string, version: number): EventDefinition | undefined {
  return byType.get(`${type}.v${version}`);
}

const newest = new Map(catalogue.map((definition) => [definition.type, definition]));

/** The definition by which this build writes an event; throws for one that is not in the catalogue. */
export function definitionNamed(type: string): EventDefinition {
  const definition = newest.get(type);
  if (!definition) throw new Error(`${type} is not in the catalogue`);
  return definition;
}
