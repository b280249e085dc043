import { californiaOffice } from '@hhp/domain-kit';
import type { Protocol, Terms } from '../follow-up/protocol.js';
import { receiveService } from './facts.js';
import { close, voidReferral } from './closing.js';
import { type Draft, accept, acknowledge, confirmConsent, decline, draft, scheduleHandoff, send, waitlist } from './referral-steps.js';
import { type Referral, type ReferralEvent, type Status, evolve, noReferral } from './referral.js';

export const protocol: Protocol = {
  draftDays: 3, consentDays: 5, consentLookMs: 3_000, sendDays: 1, respondBusinessDays: 2, decideBusinessDays: 2, scheduleDays: 5, recontactDays: 14,
  afterHandoffDays: 1, rerouteDays: 1, reviewDays: 30, memberFollowUpDays: 7, afterContactBusinessDays: 5, ladderBusinessDays: 1,
  unreachableAttempts: 3, checkpointDays: [30, 90, 180],
};
export const calendar = californiaOffice();
export const at = (now: string): Terms => ({ now: new Date(now), calendar, protocol });

/** Thursday 12 September 2019, half past nine in the morning in California. */
export const thursday = at('2019-09-12T16:30:00Z');
export const friday = at('2019-09-13T16:30:00Z');

export const id = (last: number): string => `018f5c1a-7b2c-7def-8a9b-${String(last).padStart(12, '0')}`;
export const consentId = id(6);

export const fridge: Draft = {
  referralId: id(1), memberId: id(2), needId: id(3), needCategory: 'goods', organizationId: id(4), serviceId: id(5),
  dataClasses: ['general'], ownerId: 'coordinator-1',
};

export type Deed = (referral: Referral) => ReferralEvent[];
const with_ = { channel: 'email', consentId, overrides: [] } as const;
const draft_: Deed = (referral) => draft(referral, fridge, thursday);
const send_: Deed = (referral) => send(referral, with_, thursday);
const accept_: Deed = (referral) => accept(referral, { by: 'partner' }, thursday);
export const handoff = { handoffAt: '2019-09-16T17:00:00.000Z', mode: 'three-way-call', participants: ['coordinator-1', 'intake-desk'] } as const;

/** The shortest way into each state, by the decisions themselves. */
const ways: Record<Status, readonly Deed[]> = {
  none: [],
  draft: [draft_],
  awaiting_consent: [draft_, (referral) => send(referral, { ...with_, consentId: undefined }, thursday)],
  ready: [draft_, (referral) => send(referral, { ...with_, consentId: undefined }, thursday), (referral) => confirmConsent(referral, consentId, thursday)],
  sent: [draft_, send_],
  acknowledged: [draft_, send_, (referral) => acknowledge(referral, 'partner', thursday)],
  accepted: [draft_, send_, accept_],
  waitlisted: [draft_, send_, accept_, (referral) => waitlist(referral, {}, thursday)],
  scheduled: [draft_, send_, accept_, (referral) => scheduleHandoff(referral, handoff, thursday)],
  in_service: [draft_, send_, accept_, (referral) => receiveService(referral, { on: '2019-09-12', source: 'member' }, thursday)],
  declined: [draft_, send_, (referral) => decline(referral, 'no_capacity', thursday)],
  closed: [draft_, send_, accept_, (referral) => receiveService(referral, { on: '2019-09-12', source: 'member' }, thursday),
    (referral) => close(referral, { outcome: 'received', reason: 'one_off_good_delivered', evidenceGrade: 'D' }, thursday)],
  voided: [draft_, (referral) => voidReferral(referral, 'wrong-member', thursday)],
};

/** The referral after these deeds, one upon the other. */
export const after = (referral: Referral, ...deeds: readonly Deed[]): Referral =>
  deeds.reduce((before, deed) => deed(before).reduce(evolve, before), referral);

/** A referral in this state. */
export const inState = (status: Status, subject: Partial<Draft> = {}): Referral =>
  after(noReferral, ...(status === 'none' ? [] : [(referral: Referral) => draft(referral, { ...fridge, ...subject }, thursday)]), ...ways[status].slice(1));
