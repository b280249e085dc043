import type { DataClass, Purpose } from '@hhp/contracts';
import { dayOf, notFound, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { mustBeMember } from '../member/members.js';
import type { enrollmentSettings } from '../settings.js';
import { type Consent, type ConsentEvent, type ConsentForm, declineToShare, evolve, grant, noConsent, revoke } from './consent.js';
import type { Part2Form } from './part2-form.js';

const consents: Aggregate<Consent, ConsentEvent> = {
  table: 'consent', initial: noConsent, evolve,
  columns: (consent) => (consent.status === 'none' ? {} : { member_id: consent.memberId, status: consent.status }),
};

export interface SaidConsent {
  readonly recipientOrganizationId?: string;
  readonly recipientClass?: string;
  readonly dataClasses: readonly DataClass[];
  readonly purpose: Purpose;
  readonly formCode?: string;
}
export interface SaidYes extends SaidConsent {
  readonly form: ConsentForm;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
  readonly expiryEvent?: string;
  readonly part2: Part2Form;
  readonly documentId?: string;
}
export type ConsentAnswer = { readonly consentId: string } & Exclude<Consent, { status: 'none' }>;
/** A consent with its version and the form on which it rests. */
export type ConsentListed = ConsentAnswer & { readonly version: number; readonly signed?: Part2Form & { readonly documentId?: string } };
export interface Revoked {
  readonly consentId: string;
  readonly revokedAt: string;
  readonly inForceAt: string;
}

@Injectable()
export class ConsentCommands {
  constructor(
    private readonly transactions: Transactions, @Inject(SETTINGS) private readonly settings: Settings<typeof enrollmentSettings>,
    @Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar,
  ) {}

  /** The member allows sharing (002-71). */
  grant(caller: Caller, memberId: string, said: SaidYes): Promise<ConsentAnswer> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      return this.record(tx, memberId, said);
    });
  }

  /** The member was asked and says no. */
  decline(caller: Caller, memberId: string, said: SaidConsent): Promise<ConsentAnswer> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      return recordNo(tx, memberId, said);
    });
  }

  /** A form with a choice for each class of data: one consent for what was allowed, one no for what was not, both or neither. */
  handIn(caller: Caller, memberId: string, yes: SaidYes, declined: readonly DataClass[]): Promise<{ memberId: string; consents: ConsentAnswer[] }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      // The no first: of two words of one moment the no counts, and it is only about its own classes.
      const no = declined.length > 0 ? [await recordNo(tx, memberId, { ...wordsOf(yes), dataClasses: declined })] : [];
      const allowed = yes.dataClasses.length > 0 ? [await this.record(tx, memberId, yes)] : [];
      return { memberId, consents: [...allowed, ...no] };
    });
  }

  /** The member takes a consent back; the answer says from when nothing leaves under it anywhere. */
  async revoke(caller: Caller, consentId: string): Promise<Revoked> {
    const { begunAt, revoked } = await this.transactions.command(caller, async (tx) =>
      ({ begunAt: tx.now.toISOString(), revoked: await this.takeBack(tx, consentId) }));
    return this.transactions.conclude(caller, (tx) => Promise.resolve(this.settled(revoked, begunAt, tx)), 'in-force');
  }

  /** The member takes these consents back, or all that stand, on one form. */
  async revokeAll(caller: Caller, memberId: string, formCode: string, consentIds?: readonly string[]): Promise<{ memberId: string; revoked: Revoked[] }> {
    const { begunAt, revoked } = await this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const rows = await tx.query<{ id: string }>(
        `SELECT id FROM consent WHERE tenant = $1 AND member_id = $2 AND ($3::uuid[] IS NULL AND status = 'granted' OR id = ANY ($3)) ORDER BY id`,
        [tx.tenant, memberId, consentIds ?? null]);
      if (rows.length < (consentIds?.length ?? 0)) throw notFound('consent');
      const all: Revoked[] = [];
      for (const { id } of rows) all.push(await this.takeBack(tx, id, formCode));
      return { begunAt: tx.now.toISOString(), revoked: all };
    });
    return this.transactions.conclude(caller, (tx) =>
      Promise.resolve({ memberId, revoked: revoked.map((each) => this.settled(each, begunAt, tx)) }), 'in-force');
  }

  /** What is the same for everybody, shown like anything else: the audit says to whom. */
  show<T>(caller: Caller, shown: T): Promise<T> {
    return this.transactions.read(caller, () => Promise.resolve(shown));
  }

  /** Everything the member said about sharing, the last word first. */
  list(caller: Caller, memberId: string): Promise<{ memberId: string; consents: ConsentListed[] }> {
    return this.transactions.read(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const rows = await tx.query<{ id: string; version: number; state: Consent; part2: Part2Form | null; documentId: string | null }>(
        `SELECT c.id, c.version, c.state, f.part2, f.document_id AS "documentId" FROM consent c
           LEFT JOIN consent_form f ON f.tenant = c.tenant AND f.consent_id = c.id
          WHERE c.tenant = $1 AND c.member_id = $2 ORDER BY c.id DESC`, [tx.tenant, memberId]);
      return {
        memberId, consents: rows.map(({ id, version, state, part2, documentId }) => ({
          consentId: id, version, ...state, ...(part2 ? { signed: { ...part2, ...(documentId ? { documentId } : {}) } } : {}),
        }) as ConsentListed),
      };
    });
  }

  private async record(tx: Tx, memberId: string, { documentId, part2, ...said }: SaidYes): Promise<ConsentAnswer> {
    if (documentId) await mustBeDocumentOf(tx, memberId, documentId);
    const consentId = tx.newId();
    const today = dayOf(tx.now, this.calendar.timeZone);
    const consent = await change(tx, consents, consentId, (before) =>
      grant(before, { memberId, consentId, ...said, part2, validFrom: said.validFrom ?? tx.now }, tx.now, today));
    await tx.query(
      'INSERT INTO consent_form (tenant, consent_id, part2, document_id, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [tx.tenant, consentId, JSON.stringify(part2), documentId ?? null, tx.caller.actor, tx.now]);
    return { consentId, ...consent } as ConsentAnswer;
  }

  private async takeBack(tx: Tx, consentId: string, formCode?: string): Promise<Revoked> {
    const settlesInMs = this.settings.CONSENT_LEASE_MS + this.settings.CONSENT_CLOCK_DIFFERENCE_MS;
    const consent = await change(tx, consents, consentId, (before) => revoke(before, { consentId, ...(formCode ? { formCode } : {}) }, tx.now, settlesInMs));
    if (consent.status !== 'revoked') throw notFound('consent');
    tx.concerns(consent.memberId);
    return { consentId, revokedAt: consent.revokedAt!, inForceAt: consent.inForceAt! };
  }

  /**
   * A heartbeat just before the commit does not know of it yet, so the last lease without it ends a lease after the commit. The allowance covers a
   * commit that takes half of it, and clocks that differ by the other half; of one that took longer a later time is told. Asked in a transaction
   * of its own, which begins after that commit; its answer is kept, so that a repetition is told the same.
   */
  private settled(revoked: Revoked, begunAt: string, { now }: Tx): Revoked {
    const late = now.getTime() - Date.parse(begunAt) - this.settings.CONSENT_CLOCK_DIFFERENCE_MS / 2;
    return late <= 0 ? revoked : { ...revoked, inForceAt: new Date(Date.parse(revoked.inForceAt) + late).toISOString() };
  }
}

const wordsOf = ({ recipientOrganizationId, recipientClass, dataClasses, purpose, formCode }: SaidConsent): SaidConsent => ({
  ...(recipientOrganizationId ? { recipientOrganizationId } : {}), ...(recipientClass ? { recipientClass } : {}), dataClasses, purpose,
  ...(formCode ? { formCode } : {}),
});

async function recordNo(tx: Tx, memberId: string, said: SaidConsent): Promise<ConsentAnswer> {
  const consentId = tx.newId();
  const consent = await change(tx, consents, consentId, (before) => declineToShare(before, { memberId, consentId, ...said }, tx.now));
  return { consentId, ...consent } as ConsentAnswer;
}

/** The signed document of this member, and of nobody else. */
async function mustBeDocumentOf(tx: Tx, memberId: string, documentId: string): Promise<void> {
  const [found] = await tx.query('SELECT FROM consent_document WHERE tenant = $1 AND document_id = $2 AND member_id = $3', [tx.tenant, documentId, memberId]);
  if (!found) throw new Refused('document-unknown', 'There is no such document of this member', 'conflict', ['documentId']);
}
