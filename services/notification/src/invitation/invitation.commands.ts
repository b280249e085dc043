import { type OfficeCalendar, Refused, dayOf, notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx, appendToOutbox } from '@hhp/messaging';
import { OFFICE_CALENDAR, consentFor } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { accountForPage } from '../disclosed/account.js';
import { toldOf } from '../disclosed/told.js';
import { type Route, byLink } from '../links/by-link.js';
import { Vault } from '../vault.js';
import { type Asked, askedBy } from './asked.js';
import { type Answer, answer, mustBeOpen, mustBeUnused } from './invitation.js';
import type { Request, View } from './page.js';

/** Looking at a request and answering it by the link alone: whoever has the link speaks for the organization. */
@Injectable()
export class InvitationCommands {
  constructor(private readonly transactions: Transactions, private readonly vault: Vault, @Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar) {}

  /** Looking changes nothing, however often (mail scanners follow links); each look is in the audit. */
  look(token: string, route: Route): Promise<View> {
    return this.byLink(token, route, (by, hash) => this.transactions.read(by, async (tx) => {
      const asked = await askedBy(tx, hash);
      mustBeUnused(mustBeOpen(asked?.invitation, tx.now));
      return this.shown(tx, asked!);
    }));
  }

  /** Once for each kind of answer, whatever is pressed or sent again: the link itself makes it so. */
  answer(token: string, given: Answer, route: Route): Promise<View> {
    return this.byLink(token, route, (by, hash) => this.transactions.system(by.tenants, async (tx) => {
      const asked = await askedBy(tx, hash, 'to-answer');
      const invitation = mustBeOpen(asked?.invitation, tx.now);
      tx.concerns(invitation.memberId);
      if (!invitation.answer && (await this.withdrawn(tx, asked!))) throw notFound('request');
      try {
        const said = answer(invitation, given, dayOf(tx.now, this.calendar.timeZone), tx.now);
        for (const event of said) await record(tx, event);
        return { shows: 'thanks', answer: invitation.answer ?? given.answer };
      } catch (refusal) {
        if (!(refusal instanceof Refused)) throw refusal;
        if (refusal.code === 'already-answered') return { shows: 'already', answer: invitation.answer! };
        const view = await this.shown(tx, asked!);
        return view.shows === 'request' ? { ...view, wrong: refusal.fields[0] as 'reason' } : view;
      }
    }, by));
  }

  private async byLink(token: string, route: Route, work: (by: Caller, hash: Buffer) => Promise<View>): Promise<View> {
    return await byLink(this.transactions, token, { ...route, role: 'cbo-staff', purpose: 'care-coordination' }, work) ?? { shows: 'gone' };
  }

  /** What may be shown now: the gate is asked at each look, so a consent that is taken back closes the page too. */
  private async shown(tx: Tx, asked: Asked): Promise<View> {
    const disclosure = await consentFor(tx, { ...asked.disclosure, purpose: 'care-coordination' });
    if (!disclosure.allowed && disclosure.reason === 'consent-knowledge-stale') return { shows: 'later' };
    if (!disclosure.allowed || !asked.wrappedKey || !asked.sealed) throw notFound('request');
    tx.concerns(asked.invitation.memberId);
    const { organization, needCategory, respondBy, invitation: { memberId, referralId, acknowledged }, disclosure: { dataClasses } } = asked;
    const { consentId, consentVersion: version, recipientClasses } = disclosure;
    const told = toldOf({
      profile: this.vault.profile(memberId, asked.wrappedKey, asked.sealed), needCategory, dataClasses, organization, respondBy, acknowledged,
      consent: { consentId, version }, recipientClasses, today: dayOf(tx.now, this.calendar.timeZone),
    });
    await accountForPage(tx, {
      memberId, referralId, organizationId: asked.disclosure.organizationId, dataClasses, consentId, consentVersion: version, timeZone: this.calendar.timeZone,
    });
    const request: Request = { told, timeZone: this.calendar.timeZone };
    return { shows: 'request', request };
  }

  /** An answer discloses nothing, so old knowledge does not stop it; a consent that is known to be gone does. */
  private async withdrawn(tx: Tx, asked: Asked): Promise<boolean> {
    const disclosure = await consentFor(tx, { ...asked.disclosure, purpose: 'care-coordination' });
    return !disclosure.allowed && disclosure.reason !== 'consent-knowledge-stale';
  }
}

async function record(tx: Tx, event: ReturnType<typeof answer>[number]): Promise<void> {
  const { linkId, answer: given } = event.data;
  const [row] = await tx.query<{ version: number }>(
    `UPDATE invitation SET acknowledged = true, answer = $3, version = version + 1 WHERE tenant = $1 AND id = $2 RETURNING version`,
    [tx.tenant, linkId, given === 'acknowledge' ? null : given]);
  await appendToOutbox(tx, [{ event, version: row!.version }]);
}
