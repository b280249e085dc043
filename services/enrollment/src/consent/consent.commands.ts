import type { DataClass, Purpose } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, Transactions } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { mustBeMember } from '../member/members.js';
import type { enrollmentSettings } from '../settings.js';
import { type Consent, type ConsentEvent, type ConsentForm, declineToShare, evolve, grant, noConsent, revoke } from './consent.js';

const consents: Aggregate<Consent, ConsentEvent> = {
  table: 'consent', initial: noConsent, evolve,
  columns: (consent) => (consent.status === 'none' ? {} : { member_id: consent.memberId, status: consent.status }),
};

export interface SaidConsent {
  readonly recipientOrganizationId?: string;
  readonly recipientClass?: string;
  readonly dataClasses: readonly DataClass[];
  readonly purpose: Purpose;
}
export interface SaidYes extends SaidConsent {
  readonly form: ConsentForm;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
  readonly part2Elements: readonly string[];
  readonly documentId?: string;
}
export type ConsentAnswer = { readonly consentId: string } & Exclude<Consent, { status: 'none' }>;

@Injectable()
export class ConsentCommands {
  constructor(private readonly transactions: Transactions, @Inject(SETTINGS) private readonly settings: Settings<typeof enrollmentSettings>) {}

  /** The member allows sharing (002-71). */
  grant(caller: Caller, memberId: string, { documentId, ...said }: SaidYes): Promise<ConsentAnswer> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const consentId = tx.newId();
      const consent = await change(tx, consents, consentId, (before) =>
        grant(before, { memberId, consentId, ...said, validFrom: said.validFrom ?? tx.now }, tx.now));
      await tx.query(
        'INSERT INTO consent_form (tenant, consent_id, part2_elements, document_id, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [tx.tenant, consentId, said.part2Elements, documentId ?? null, tx.caller.actor, tx.now]);
      return { consentId, ...consent } as ConsentAnswer;
    });
  }

  /** The member was asked and says no. */
  decline(caller: Caller, memberId: string, said: SaidConsent): Promise<ConsentAnswer> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const consentId = tx.newId();
      const consent = await change(tx, consents, consentId, (before) => declineToShare(before, { memberId, consentId, ...said }, tx.now));
      return { consentId, ...consent } as ConsentAnswer;
    });
  }

  /** The member takes a consent back; the answer says from when nothing leaves under it anywhere. */
  revoke(caller: Caller, consentId: string): Promise<{ consentId: string; revokedAt: string; inForceAt: string }> {
    const settlesInMs = this.settings.CONSENT_LEASE_MS + this.settings.CONSENT_CLOCK_DIFFERENCE_MS;
    return this.transactions.command(caller, async (tx) => {
      const consent = await change(tx, consents, consentId, (before) => revoke(before, consentId, tx.now, settlesInMs));
      if (consent.status !== 'revoked') throw notFound('consent');
      tx.concerns(consent.memberId);
      return { consentId, revokedAt: consent.revokedAt!, inForceAt: consent.inForceAt! };
    });
  }

  /** Everything the member said about sharing, the last word first. */
  list(caller: Caller, memberId: string): Promise<{ memberId: string; consents: ConsentAnswer[] }> {
    return this.transactions.read(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const rows = await tx.query<{ id: string; state: Consent }>(
        'SELECT id, state FROM consent WHERE tenant = $1 AND member_id = $2 ORDER BY id DESC', [tx.tenant, memberId]);
      return { memberId, consents: rows.map(({ id, state }) => ({ consentId: id, ...state }) as ConsentAnswer) };
    });
  }
}
