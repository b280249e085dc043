import type { MessageSent } from '@hhp/contracts';
import type { OfficeCalendar } from '@hhp/domain-kit';
import { Transactions, type Tx, appendToOutbox } from '@hhp/messaging';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { notificationSettings } from '../settings.js';
import { account } from '../disclosed/account.js';
import { Vault } from '../vault.js';
import { sayHeld } from './held.js';
import { type Fate, type Hindrance, isOnItsWay, whenFailed, whenHindered, whenNoticeFailed } from './message.js';
import { type Leaving, type Outgoing, gate, outgoing } from './outgoing.js';

/** A message as an id within its plan. */
export interface MessageId {
  readonly tenant: string;
  readonly id: string;
}

/** The short transactions around one attempt to send; none is open while the mail server is talked to. */
@Injectable()
export class MessageCommands {
  constructor(
    private readonly transactions: Transactions, @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
    @Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar, private readonly vault: Vault,
  ) {}

  due(now: Date, most: number): Promise<MessageId[]> {
    return this.transactions.system([], (tx) => tx.query<MessageId>('SELECT tenant, id FROM due_messages($1, $2)', [now, most]));
  }

  /** The oldest notice of each organization whose webhook is not left alone and has no other on its way. */
  dueNotices(now: Date, most: number): Promise<MessageId[]> {
    return this.transactions.system([], (tx) => tx.query<MessageId>('SELECT tenant, id FROM due_notices($1, $2)', [now, most]));
  }

  /**
   * Takes the message for one attempt. If an earlier attempt got as far as the wire and never told how it ended, then this one may
   * repeat it: that is counted, and what may have been disclosed is recorded as disclosed.
   */
  claim({ tenant, id }: MessageId): Promise<Outgoing | undefined> {
    return this.transactions.system([tenant], async (tx) => {
      const [taken] = await tx.query<{ unfinished: boolean }>(
        `WITH free AS (SELECT tenant, id, leaving_at IS NOT NULL AS unfinished FROM message
                        WHERE tenant = $1 AND id = $2 AND state IN ('queued', 'held') AND next_attempt_at <= $3
                          AND (claimed_until IS NULL OR claimed_until <= $3) FOR UPDATE SKIP LOCKED)
         UPDATE message m SET claim = $4, claimed_until = $3::timestamptz + $5 * interval '1 second', possible_repeats = possible_repeats + free.unfinished::int
           FROM free WHERE m.tenant = free.tenant AND m.id = free.id RETURNING free.unfinished`,
        [tenant, id, tx.now, tx.newId(), this.settings.MESSAGE_CLAIM_SECONDS]);
      if (!taken) return undefined;
      const message = (await this.outgoing(tx, id))!;
      if (taken.unfinished) await this.disclosed(tx, message);
      await tx.query('UPDATE message SET leaving_at = NULL WHERE tenant = $1 AND id = $2', [tenant, id]);
      const { hindrance } = await gate(tx, message);
      if (!hindrance) return message;
      await this.settleHindered(tx, message, hindrance);
      return undefined;
    });
  }

  /** The last gate, while the mail server waits for the first byte: the message leaves under a consent that holds now, or not at all. */
  leave({ tenant, id }: MessageId, claim: string): Promise<Leaving | undefined> {
    return this.transactions.system([tenant], async (tx) => {
      const message = await this.outgoing(tx, id);
      if (!message || message.claim !== claim || message.state === 'sent' || message.state === 'cancelled') return undefined;
      const { hindrance, under } = await gate(tx, message);
      if (hindrance) {
        await this.settleHindered(tx, message, hindrance);
        return undefined;
      }
      await tx.query(
        'UPDATE message SET leaving_at = $3, leaving_consent_id = $4, leaving_consent_version = $5 WHERE tenant = $1 AND id = $2',
        [tenant, id, tx.now, under?.consentId ?? null, under?.version ?? null]);
      const [link] = await tx.query<{ linkUntil: Date }>(
        `UPDATE link SET expires_at = $3::timestamptz + $4 * interval '1 day' WHERE tenant = $1 AND message_id = $2 RETURNING expires_at AS "linkUntil"`,
        [tenant, id, tx.now, this.settings.LINK_DAYS]);
      return { ...message, linkUntil: link?.linkUntil ?? null, under };
    });
  }

  /** The server took it. That is recorded whatever has happened to the referral meanwhile: it is the truth. */
  sent({ tenant, id }: MessageId): Promise<void> {
    return this.transactions.system([tenant], async (tx) => {
      const message = await outgoing(tx, id);
      if (!message || message.state === 'sent') return;
      const [row] = await tx.query<{ version: number }>(
        `UPDATE message SET state = 'sent', reason = NULL, sent_at = $3, wrapped_token = NULL, claimed_until = NULL, attempts = attempts + 1,
                version = version + 1
          WHERE tenant = $1 AND id = $2 RETURNING version`, [tenant, id, tx.now]);
      await appendToOutbox(tx, [{ event: messageSent(message, tx.now), version: row!.version }]);
      await this.disclosed(tx, message);
      await tx.query('UPDATE message SET leaving_at = NULL WHERE tenant = $1 AND id = $2', [tenant, id]);
    });
  }

  /** It did not leave, or nobody knows: then `leaving_at` stays and the next attempt counts as a possible repeat. */
  failed({ tenant, id }: MessageId, claim: string, failure: { responseCode: number | undefined; uncertain: boolean }): Promise<void> {
    return this.transactions.system([tenant], async (tx) => {
      const message = await outgoing(tx, id);
      if (!message || message.claim !== claim || !['queued', 'held'].includes(message.state)) return;
      await settle(tx, message, whenFailed(failure.responseCode, message.attempts + 1, tx.now), { tries: 1, uncertain: failure.uncertain });
    });
  }

  /** A webhook did not take it, or did not say so: it is sent again, with the same id. */
  noticeFailed({ tenant, id }: MessageId, claim: string, uncertain: boolean): Promise<void> {
    return this.transactions.system([tenant], async (tx) => {
      const message = await outgoing(tx, id);
      if (!message || message.claim !== claim || !['queued', 'held'].includes(message.state)) return;
      await settle(tx, message, whenNoticeFailed(message.attempts + 1, tx.now), { tries: 1, uncertain });
    });
  }

  /** There is nowhere to send it to any more. */
  unreachable({ tenant, id }: MessageId, claim: string): Promise<void> {
    return this.transactions.system([tenant], async (tx) => {
      const message = await outgoing(tx, id);
      if (message?.claim === claim && ['queued', 'held'].includes(message.state)) await this.settleHindered(tx, message, 'no-address');
    });
  }

  /** It could not be written (a person who cannot be opened): it is held with its reason, and holds up no other. */
  unwritten({ tenant, id }: MessageId, claim: string): Promise<void> {
    return this.transactions.system([tenant], async (tx) => {
      const message = await outgoing(tx, id);
      if (message?.claim === claim && ['queued', 'held'].includes(message.state)) await this.settleHindered(tx, message, 'letter-not-written');
    });
  }

  /** The address of a member is in their sealed profile alone. */
  private async outgoing(tx: Tx, id: string): Promise<Outgoing | undefined> {
    const message = await outgoing(tx, id);
    if (message?.recipientKind !== 'member' || !message.wrappedKey || !message.sealed) return message;
    return { ...message, to: this.vault.profile(message.memberId, message.wrappedKey, message.sealed).email ?? null };
  }

  private settleHindered(tx: Tx, message: Outgoing, hindrance: Hindrance): Promise<void> {
    const tries = isOnItsWay(hindrance) ? 0 : 1;
    const fate = whenHindered(hindrance, { attempts: message.attempts + tries, createdAt: message.createdAt }, tx.now);
    return settle(tx, message, fate, { tries, uncertain: false });
  }

  /** What left about the member, or may have left, is in the account of disclosures once for each message. */
  private async disclosed(tx: Tx, message: Outgoing): Promise<void> {
    const { referralId, organizationId, dataClasses, leavingConsentId, leavingConsentVersion, leavingAt } = message;
    if (message.template !== 'partner-invitation' || message.disclosureId || !referralId || !organizationId || !dataClasses || !leavingConsentId || !leavingAt) return;
    const disclosureId = tx.newId();
    await tx.query('UPDATE message SET disclosure_id = $3 WHERE tenant = $1 AND id = $2', [tx.tenant, message.id, disclosureId]);
    await account(tx, {
      disclosureId, memberId: message.memberId, referralId, organizationId, dataClasses, consentId: leavingConsentId,
      consentVersion: leavingConsentVersion ?? undefined, channel: 'email', at: leavingAt, timeZone: this.calendar.timeZone,
    });
  }
}

async function settle(tx: Tx, message: Outgoing, fate: Fate, { tries, uncertain }: { tries: number; uncertain: boolean }): Promise<void> {
  await tx.query(
    `UPDATE message SET state = $3, reason = $4, next_attempt_at = coalesce($5, next_attempt_at), attempts = attempts + $6, claimed_until = NULL,
            leaving_at = CASE WHEN $7 THEN leaving_at END, wrapped_token = CASE WHEN $3 <> 'cancelled' THEN wrapped_token END
      WHERE tenant = $1 AND id = $2`,
    [tx.tenant, message.id, fate.state, fate.reason, fate.state === 'cancelled' ? null : fate.nextAttemptAt, tries, uncertain]);
  if (fate.state !== 'queued' && fate.reason !== 'referral-ended') await sayHeld(tx, message.id);
}

function messageSent({ memberId, id, referralId, template, recipientKind, organizationId }: Outgoing, now: Date): MessageSent {
  const toPartner = recipientKind === 'partner' && organizationId ? { organizationId } : {};
  const aboutReferral = referralId ? { referralId } : {};
  return { type: 'MessageSent', data: { memberId, messageId: id, ...aboutReferral, template, recipientKind, ...toPartner, sentAt: now.toISOString() } };
}
