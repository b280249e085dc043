import { Refused, notFound } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { notificationSettings } from '../settings.js';
import { Vault } from '../vault.js';

/** The member's own link, which is sent to the address in their profile. */
@Injectable()
export class MemberLinkCommands {
  constructor(
    private readonly transactions: Transactions, private readonly vault: Vault,
    @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
  ) {}

  /** A new link ends those before it. Nobody but the member's mailbox learns it. */
  send(caller: Caller, memberId: string): Promise<{ messageId: string }> {
    return this.transactions.command(caller, async (tx) => {
      const [known] = await tx.query<{ sealed: string; wrappedKey: string | null }>(
        `SELECT p.sealed, k.wrapped_key AS "wrappedKey" FROM known_profile p JOIN known_key k USING (tenant, member_id)
          WHERE p.tenant = $1 AND p.member_id = $2`, [tx.tenant, memberId]);
      if (!known?.wrappedKey) throw notFound('member');
      tx.concerns(memberId);
      if (!this.vault.profile(memberId, known.wrappedKey, known.sealed).email) throw new Refused('no-address', 'The profile names no e-mail address');
      const [link, messageId] = [this.vault.newLink(), tx.newId()];
      await tx.query('UPDATE link SET expires_at = $3 WHERE tenant = $1 AND member_id = $2 AND expires_at > $3', [tx.tenant, memberId, tx.now]);
      await tx.query(
        `UPDATE message SET state = 'cancelled', reason = 'link-replaced', wrapped_token = NULL
          WHERE tenant = $1 AND member_id = $2 AND template = 'member-link' AND state IN ('queued', 'held') AND leaving_at IS NULL`, [tx.tenant, memberId]);
      await tx.query(
        `INSERT INTO message (tenant, id, member_id, template, occasion, recipient_kind, step, wrapped_token, created_at, next_attempt_at)
         VALUES ($1, $2, $3, 'member-link', $4, 'member', 'look', $5, $6, $6)`, [tx.tenant, messageId, memberId, messageId, link.wrapped, tx.now]);
      await tx.query(
        `INSERT INTO link (tenant, token_hash, member_id, message_id, expires_at) VALUES ($1, $2, $3, $4, $5::timestamptz + $6 * interval '1 day')`,
        [tx.tenant, link.hash, memberId, messageId, tx.now, this.settings.LINK_DAYS]);
      return { messageId };
    });
  }
}
