import type { MessageSent } from '@hhp/contracts';
import type { DisclosureRefusal } from '@hhp/domain-kit';

export type MailTemplate =
  | 'partner-invitation' | 'partner-reminder' | 'partner-check-in' | 'partner-withdrawal' | 'coordinator-reminder' | 'supervisor-reminder'
  | 'emergency-review' | 'member-link';
/** What a program of the organization is told by its webhook, beside whatever people are told by mail. */
export type NoticeTemplate = 'partner-notice' | 'partner-notice-reminder';
export type Template = MailTemplate | NoticeTemplate;

export const isNotice = (template: Template): template is NoticeTemplate => template.startsWith('partner-notice');
export type RecipientKind = MessageSent['data']['recipientKind'];

/** The messages that carry a link to the organization's page. */
export const hasLink = (template: Template): boolean => template === 'partner-invitation' || template === 'partner-reminder';

/** Why a message does not leave now. */
export type Hindrance =
  | DisclosureRefusal | 'consent-knowledge-stale' | 'consent-not-seen' | 'no-address' | 'profile-unknown' | 'person-forgotten' | 'referral-ended'
  | 'letter-not-written' | 'invitation-on-its-way' | 'nothing-disclosed';

/** What becomes of a message that did not leave. */
export type Fate =
  | { readonly state: 'queued' | 'held'; readonly reason: string | null; readonly nextAttemptAt: Date }
  | { readonly state: 'cancelled'; readonly reason: string };

/** The member's last word is no, the person is forgotten, or nobody needs the message any more: it is never sent. */
const final: readonly Hindrance[] = ['consent-revoked', 'consent-declined', 'person-forgotten', 'referral-ended', 'nothing-disclosed'];
/** The word of the consents is on its way to us: it is waited for a moment before the message counts as held. */
export const isOnItsWay = (hindrance: Hindrance): boolean => onItsWay.includes(hindrance);
const onItsWay: readonly Hindrance[] = ['consent-knowledge-stale', 'consent-not-seen', 'profile-unknown', 'invitation-on-its-way'];
const patienceMs = 5_000;
/** Soon while it is waited for; at leisure afterwards, as an outage may hold thousands. */
const [soonMs, laterMs] = [250, 2_000];
const dayMs = 86_400_000;

/** Twice as long after each attempt, from two seconds to five minutes. */
export const backOff = (attempts: number): number => Math.min(2_000 * 2 ** Math.max(0, attempts - 1), 300_000);

/** A message that must not leave now is held and tried again, or cancelled for good. */
export function whenHindered(hindrance: Hindrance, message: { readonly attempts: number; readonly createdAt: Date }, now: Date): Fate {
  if (final.includes(hindrance)) return { state: 'cancelled', reason: hindrance };
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  if (!isOnItsWay(hindrance)) return { state: 'held', reason: hindrance, nextAttemptAt: after(backOff(message.attempts)) };
  const patient = now.getTime() - message.createdAt.getTime() < patienceMs;
  return patient
    ? { state: 'queued', reason: hindrance, nextAttemptAt: after(soonMs) }
    : { state: 'held', reason: hindrance, nextAttemptAt: after(laterMs) };
}

/** So many times a notice is tried soon; behind that, every hour, for a person to see. */
const mostTries = 10;
const hourMs = 3_600_000;

/** A program that does not take a notice is tried again: at least once is what it is promised. */
export function whenNoticeFailed(attempts: number, now: Date): Fate {
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  return attempts < mostTries ? { state: 'queued', reason: null, nextAttemptAt: after(backOff(attempts)) }
    : { state: 'held', reason: 'webhook-failing', nextAttemptAt: after(hourMs) };
}

/** A server that is away or busy is tried again soon; one that refuses the message itself (5xx) tomorrow, and a person sees why. */
export function whenFailed(responseCode: number | undefined, attempts: number, now: Date): Fate {
  const refused = responseCode !== undefined && responseCode >= 500;
  const nextAttemptAt = new Date(now.getTime() + (refused ? dayMs : backOff(attempts)));
  return refused ? { state: 'held', reason: 'refused-by-mail-server', nextAttemptAt } : { state: 'queued', reason: null, nextAttemptAt };
}
