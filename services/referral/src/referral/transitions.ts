import { Refused, notFound } from '@hhp/domain-kit';
import type { Drafted, Referral, Status } from './referral.js';

/** What people and the process do with a referral. */
export const steps = [
  'draft', 'send', 'confirm-consent', 'lose-consent', 'acknowledge', 'accept', 'decline', 'waitlist', 'schedule-handoff', 'make-handoff',
  'miss-handoff', 'record-application', 'record-use', 'receive-service', 'correct-fact', 'check-continuation', 'follow-up', 'close', 'void',
] as const;
export type Step = (typeof steps)[number];

/** `=` stands for the same state: a fact or a word that does not move the ball, or a repeat that says nothing new. */
type Targets = Partial<Record<Step, readonly (Status | '=')[]>>;

const repeat = { draft: ['='] } as const satisfies Targets;
const facts = { 'record-application': ['='], 'record-use': ['='], 'correct-fact': ['='] } as const satisfies Targets;
const asks = { ...repeat, 'follow-up': ['='], 'close': ['closed'], 'void': ['voided'] } as const satisfies Targets;
/** What has left goes on when its consent is taken back, but out of the organization's sight. */
const left = { 'lose-consent': ['='], 'confirm-consent': ['='] } as const satisfies Targets;
const atPartner = { ...facts, ...asks, ...left, 'receive-service': ['in_service'] } as const satisfies Targets;

/** A first service that was taken back by mistake. */
const retaken = { 'correct-fact': ['=', 'in_service'] } as const satisfies Targets;

/** Every step that a state allows and where it leads (referral-lifecycle 4.2); what is not here is refused. */
export const transitions: Readonly<Record<Status, Targets>> = {
  none: { draft: ['draft'] },
  draft: { ...asks, send: ['sent', 'awaiting_consent'] },
  awaiting_consent: { ...asks, send: ['sent', '='], 'confirm-consent': ['ready'], 'lose-consent': ['='] },
  ready: { ...asks, send: ['sent', 'awaiting_consent'], 'lose-consent': ['awaiting_consent'], 'confirm-consent': ['='] },
  sent: { ...atPartner, send: ['='], acknowledge: ['acknowledged'], accept: ['accepted'], decline: ['declined'] },
  acknowledged: { ...atPartner, acknowledge: ['='], accept: ['accepted'], decline: ['declined'] },
  accepted: { ...atPartner, ...retaken, accept: ['='], waitlist: ['waitlisted'], 'schedule-handoff': ['scheduled'] },
  waitlisted: { ...atPartner, ...retaken, waitlist: ['='], 'schedule-handoff': ['scheduled'] },
  scheduled: { ...atPartner, ...retaken, 'schedule-handoff': ['='], 'make-handoff': ['=', 'accepted'], 'miss-handoff': ['accepted'] },
  in_service: { ...atPartner, 'receive-service': ['='], 'correct-fact': ['=', 'accepted'], 'check-continuation': ['='] },
  declined: { ...facts, ...asks, ...left, decline: ['='], 'receive-service': ['='], 'check-continuation': ['='] },
  closed: { ...repeat, ...facts, ...left, 'follow-up': ['='], close: ['='], 'receive-service': ['='], 'check-continuation': ['='], void: ['voided'] },
  voided: { ...repeat, void: ['='] },
};

/** Refuses a step that the state does not allow. */
export function permit(referral: Referral, step: Step): asserts referral is Drafted {
  if (referral.status === 'none') throw notFound('referral');
  if (!(step in transitions[referral.status])) {
    throw new Refused(`cannot-${step}`, `A referral that is ${referral.status.replace('_', ' ')} does not allow this step`);
  }
}
