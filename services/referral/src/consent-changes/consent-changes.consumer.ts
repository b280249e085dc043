import { ConsentDeclined, ConsentGranted, ConsentRevoked } from '@hhp/contracts';
import { type Deadline, OnDeadline, OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { consentFor } from '@hhp/service-host';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { type Drafted, isOpen } from '../referral/referral.js';
import { confirmConsent, loseConsent } from '../referral/referral-steps.js';
import { takeStep } from '../referral/step.js';
import { transitions } from '../referral/transitions.js';
import { covers, denies, lookedAt, neededConsent } from './consent-changes.js';
import { lookLater, lookWhenItEnds } from './consent-look.js';

type ConsentWord = ConsentGranted | ConsentDeclined | ConsentRevoked;
interface Concerned { readonly tenant: string; readonly memberId: string; readonly id: string; readonly state: Drafted }

const losable = Object.entries(transitions).filter(([, steps]) => 'lose-consent' in steps).map(([status]) => status);

/** A consent that arrives makes those referrals ready that waited for it; one taken back holds what has not left. */
@Reader({ name: 'consent-changes', topics: ['hhp.consent'] })
@Injectable()
export class ConsentChangesConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(ConsentGranted, ConsentDeclined, ConsentRevoked)
  async follow(tx: Tx, events: readonly Received<ConsentWord>[]): Promise<void> {
    // Locked before anything is said of any of them, in the order in which all others lock them too.
    const concerned = await tx.query<Concerned>(
      `SELECT tenant, member_id AS "memberId", id, state FROM referral
        WHERE (tenant, member_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) AND status = ANY ($3) ORDER BY id FOR UPDATE`,
      [events.map((said) => said.tenant), events.map((said) => said.data.memberId), losable]);
    for (const said of events) {
      for (const each of concerned.filter(({ tenant, memberId }) => tenant === said.tenant && memberId === said.data.memberId)) {
        await this.apply(tx.causedBy(said), said, each);
      }
    }
  }

  /**
   * The gate judged by what another reader had read; this reader may have been ahead of it and have passed the word that mattered. Now
   * that one has surely read it too, unless nothing is known at all: then later.
   */
  @OnDeadline('consent-look', { locks: 'referral' })
  async lookAgain(tx: Tx, { subject }: Deadline): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    const [row] = await tx.query<{ state: Drafted }>('SELECT state FROM referral WHERE tenant = $1 AND id = $2', [tx.tenant, subject]);
    if (!row || !isOpen(row.state)) return;
    const answer = await consentFor(tx, neededConsent(row.state));
    if (!answer.allowed && answer.reason === 'consent-knowledge-stale') return lookLater(tx, subject, terms);
    const { allowed } = answer;
    await takeStep(tx, subject, terms, (referral) => lookedAt(referral, allowed ? answer : { allowed, reason: 'no-consent' }, tx.newId(), terms));
    if (allowed) await lookWhenItEnds(tx, subject, answer.consentId);
  }

  private async apply(tx: Tx, said: Received<ConsentWord>, { id, state }: Concerned): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    // Which organizations belong to a class is known where all consents are looked at together.
    if (said.type !== 'ConsentRevoked' && said.data.recipientClass !== undefined) return lookLater(tx, id, terms);
    switch (said.type) {
      case 'ConsentGranted':
        if (covers(said.data, state, tx.now)) await takeStep(tx, id, terms, (referral) => confirmConsent(referral, said.data.consentId, terms));
        return;
      case 'ConsentRevoked': {
        const held = await takeStep(tx, id, terms, (referral) => loseConsent(referral, said.data.consentId, tx.newId(), terms));
        // Held at once; another consent that covers it too is found by looking.
        if (held.status !== 'none' && held.course.consentId === said.data.consentId) await lookLater(tx, id, terms);
        return;
      }
      case 'ConsentDeclined':
        // Whether a no outweighs the yes that came before depends on both: all are looked at together.
        if (denies(said.data, state, tx.now)) await lookLater(tx, id, terms);
    }
  }
}
