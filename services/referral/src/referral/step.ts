import { type Aggregate, type Tx, cancelDeadlines, change, setDeadline } from '@hhp/messaging';
import { lookLater } from '../consent-changes/consent-look.js';
import { actorOn, nextWatch } from '../follow-up/follow-up.js';
import type { Terms } from '../follow-up/protocol.js';
import { isEnrolled } from '../known-members/known-members.projection.js';
import { type Referral, type ReferralEvent, evolve, isOpen, isShown, noReferral } from './referral.js';

const referrals: Aggregate<Referral, ReferralEvent> = {
  table: 'referral',
  initial: noReferral,
  evolve,
  columns: (referral) => referral.status === 'none' ? {} : {
    member_id: referral.course.memberId, need_id: referral.course.needId, organization_id: referral.course.organizationId,
    service_id: referral.course.serviceId, owner_id: referral.course.ownerId, consent_id: referral.course.consentId ?? null,
    status: referral.status, since: referral.course.since, open: isOpen(referral),
    addressed_to: isShown(referral) ? referral.course.organizationId : null,
  },
};

const judgedByConsents: readonly string[] = ['ReferralSent', 'ReferralAwaitingConsent', 'ReferralConsentConfirmed'];

/** Takes one step of a referral in this transaction: state, events, the line in its history and the next date. */
export async function takeStep(
  tx: Tx, referralId: string, terms: Terms, decide: (referral: Referral) => readonly ReferralEvent[],
): Promise<Referral> {
  let said: readonly ReferralEvent[] = [];
  const referral = await change(tx, referrals, referralId, (before) => (said = decide(before)));
  await remember(tx, referralId, said);
  await keepDate(tx, referral, terms);
  if (said.some(({ type }) => judgedByConsents.includes(type))) await lookLater(tx, referralId, terms);
  return referral;
}

/** The history that people read: what was said, when and by whom. */
async function remember(tx: Tx, referralId: string, said: readonly ReferralEvent[]): Promise<void> {
  if (said.length === 0) return;
  await tx.query(
    `INSERT INTO referral_history (tenant, referral_id, version, type, data, actor, at)
     SELECT r.tenant, r.id, r.version - $3::int + line.nth::int, line.event ->> 'type', line.event -> 'data', $4, $5
       FROM referral r, jsonb_array_elements($6::jsonb) WITH ORDINALITY AS line(event, nth)
      WHERE r.tenant = $1 AND r.id = $2`,
    [tx.tenant, referralId, said.length, tx.caller.actor, tx.now, JSON.stringify(said)]);
}

/** The date of the clock that runs out first, as a deadline and, for the lists of work, beside the state. */
async function keepDate(tx: Tx, referral: Referral, terms: Terms): Promise<void> {
  if (referral.status === 'none') return;
  const { referralId, memberId } = referral.course;
  const next = nextWatch(referral, terms);
  const runs = next !== undefined && (isOpen(referral) || await isEnrolled(tx, memberId));
  if (runs) await setDeadline(tx, { process: 'follow-up', subject: referralId, kind: 'next', dueAt: next.dueAt });
  else for (const process of ['follow-up', 'consent-look']) await cancelDeadlines(tx, process, referralId);
  await tx.query('UPDATE referral SET next_at = $3, next_step = $4, next_actor = $5 WHERE tenant = $1 AND id = $2',
    [tx.tenant, referralId, ...(runs ? [next.dueAt, next.step, actorOn(next)] : [null, null, null])]);
}
