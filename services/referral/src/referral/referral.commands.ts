import type { Channel, FactSource } from '@hhp/contracts';
import { Refused, mayRead, notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { consentFor } from '@hhp/service-host';
import { Injectable } from '@nestjs/common';
import { neededConsent } from '../consent-changes/consent-changes.js';
import { knowledgeStale } from '../consent-changes/consent-knowledge.js';
import type { Terms } from '../follow-up/protocol.js';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { holdMember } from '../known-members/known-members.projection.js';
import { wholeReferral } from '../whole-referral/whole-referral.js';
import { type Override, type PreFlight, checkDraft, checkSend, mustNameLabels } from './pre-flight.js';
import { type Drafted, type Referral, type ReferralEvent, type Status, labelsOfReferral } from './referral.js';
import { type Answerer, type Draft, draft, send } from './referral-steps.js';
import { takeStep } from './step.js';

export type Decision = (referral: Referral, terms: Terms, tx: Tx) => readonly ReferralEvent[];
export type Answer = Pick<ReturnType<typeof wholeReferral>, 'referralId' | 'state' | 'next'>;

/** On whose side the caller speaks. */
export const sideOf = (caller: Caller): Answerer => (caller.role === 'cbo-staff' ? 'partner' : 'team');

/** An organization says what itself knows; what a member or a document says is for the care team to record. */
export function mustSpeakForItself(caller: Caller, source: FactSource): void {
  if (sideOf(caller) === 'partner' && source !== 'partner') {
    throw new Refused('source-not-yours', 'An organization speaks for itself only', 'forbidden', ['source']);
  }
}

/** Load, decide, save and say, in one transaction each. */
@Injectable()
export class ReferralCommands {
  constructor(private readonly transactions: Transactions, private readonly protocol: ProtocolInForce) {}

  /** A step that asks nothing but the referral itself. */
  take(caller: Caller, referralId: string, decision: Decision): Promise<Answer> {
    return this.transactions.command(caller, (tx) => this.step(tx, referralId, (referral, terms) => {
      mustBeSeenBy(caller, referral);
      return decision(referral, terms, tx);
    }));
  }

  draft(caller: Caller, wanted: Omit<Draft, 'needCategory'>): Promise<Answer> {
    return this.transactions.command(caller, async (tx) => {
      const member = await holdMember(tx, wanted.memberId);
      const need = await neededBy(tx, wanted.needId);
      const needCategory = checkDraft({ enrolled: member?.enrolled ?? false, need }, wanted.memberId);
      mustNameLabels(needCategory, wanted.dataClasses);
      return this.step(tx, wanted.referralId, (referral, terms) => {
        mustBeSeenBy(caller, referral);
        return draft(referral, { ...wanted, needCategory }, terms);
      });
    });
  }

  /** Sends after the checks and under a consent that holds now; a missing consent lets the referral wait, visibly. */
  send(caller: Caller, referralId: string, channel: Channel, overrides: readonly Override[]): Promise<Answer> {
    return this.transactions.command(caller, async (tx) => {
      const member = await holdMember(tx, (await known(tx, referralId)).course.memberId);
      const referral = await known(tx, referralId);
      mustBeSeenBy(caller, referral);
      if (!unsent.includes(referral.status)) {
        return this.step(tx, referralId, (before, terms) => send(before, { channel, consentId: undefined, overrides: [] }, terms));
      }
      const overridden = checkSend(await preFlight(tx, referral.course, member?.enrolled ?? false), referral.course, overrides);
      const consent = await consentFor(tx, neededConsent(referral));
      if (!consent.allowed && consent.reason === 'consent-knowledge-stale') throw knowledgeStale();
      const consentId = consent.allowed ? consent.consentId : undefined;
      return this.step(tx, referralId, (before, terms) => send(before, { channel, consentId, overrides: overridden }, terms));
    });
  }

  private async step(tx: Tx, referralId: string, decision: Decision): Promise<Answer> {
    const terms = this.protocol.terms(tx.now);
    const referral = await takeStep(tx, referralId, terms, (before) => decision(before, terms, tx));
    if (referral.status === 'none') throw notFound('referral');
    tx.concerns(referral.course.memberId);
    const { state, next } = wholeReferral(referral, terms);
    return { referralId, state, next };
  }
}

/** Another organization's referral, one whose labels are not for this role, and none at all read the same. */
function mustBeSeenBy(caller: Caller, referral: Referral): void {
  if (referral.status === 'none') return;
  const isSeen = sideOf(caller) === 'team' ? mayRead(caller.role, labelsOfReferral(referral)) : referral.course.organizationId === caller.organization;
  if (!isSeen) throw notFound('referral');
}

/** The states from which a referral may leave; in the others sending says nothing new or is refused without any check. */
const unsent: readonly Status[] = ['draft', 'awaiting_consent', 'ready'];

async function known(tx: Tx, referralId: string): Promise<Drafted> {
  const [row] = await tx.query<{ state: Drafted }>('SELECT state FROM referral WHERE tenant = $1 AND id = $2', [tx.tenant, referralId]);
  if (!row) throw notFound('referral');
  return row.state;
}

async function neededBy(tx: Tx, needId: string): Promise<PreFlight['need']> {
  const [need] = await tx.query<NonNullable<PreFlight['need']>>(
    'SELECT member_id AS "memberId", category FROM known_need WHERE tenant = $1 AND need_id = $2', [tx.tenant, needId]);
  return need;
}

async function preFlight(tx: Tx, course: Drafted['course'], enrolled: boolean): Promise<PreFlight> {
  const [service] = await tx.query<NonNullable<PreFlight['service']>>(
    `SELECT s.organization_id AS "organizationId", s.active AND coalesce(o.listed, false) AS active, c.status AS capacity
       FROM known_service s LEFT JOIN known_organization o USING (organization_id) LEFT JOIN known_capacity c USING (service_id)
      WHERE s.service_id = $1`, [course.serviceId]);
  const duplicates = await tx.query(
    `SELECT 1 FROM referral WHERE tenant = $1 AND member_id = $2 AND service_id = $3 AND id <> $4 AND open AND status NOT IN ('draft', 'declined') LIMIT 1`,
    [tx.tenant, course.memberId, course.serviceId, course.referralId]);
  return { enrolled, need: await neededBy(tx, course.needId), service, openDuplicate: duplicates.length > 0 };
}
