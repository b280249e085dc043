import type { Tx } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { hasLink } from '../message/message.js';
import type { notificationSettings } from '../settings.js';
import { Vault } from '../vault.js';
import type { Intent, Notice } from './referral-messages.js';

/** Records that a message is to be written: once for each referral, template and occasion, whatever is repeated. */
@Injectable()
export class Intents {
  constructor(private readonly vault: Vault, @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>) {}

  /** A notice for the webhook of the organization, when it has one now. */
  async notify(tx: Tx, { referralId, memberId }: { referralId: string; memberId: string }, notice: Notice | undefined): Promise<void> {
    if (!notice) return;
    await tx.query(
      `INSERT INTO message (tenant, id, referral_id, member_id, template, occasion, recipient_kind, step, notify_organization, created_at, next_attempt_at)
       SELECT $1, $2, $3, $4, $5, $6, 'partner', $7, w.organization_id, $8, $8
         FROM known_referral r JOIN webhook_endpoint w ON w.organization_id = r.organization_id WHERE r.tenant = $1 AND r.referral_id = $3
       ON CONFLICT (tenant, referral_id, template, occasion) DO NOTHING`,
      [tx.tenant, tx.newId(), referralId, memberId, notice.template, notice.occasion, notice.step, tx.now]);
  }

  async record(tx: Tx, { referralId, memberId }: { referralId: string; memberId: string }, intent: Intent | undefined): Promise<void> {
    if (!intent) return;
    const link = hasLink(intent.template) ? this.vault.newLink() : undefined;
    const [message] = await tx.query<{ id: string }>(
      `INSERT INTO message (tenant, id, referral_id, member_id, template, occasion, recipient_kind, step, wrapped_token, created_at, next_attempt_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON CONFLICT (tenant, referral_id, template, occasion) DO NOTHING RETURNING id`,
      [tx.tenant, tx.newId(), referralId, memberId, intent.template, intent.occasion, intent.recipientKind, intent.step, link?.wrapped ?? null, tx.now]);
    if (!message || !link) return;
    await tx.query(
      'INSERT INTO invitation (tenant, id, referral_id) VALUES ($1, $2, $3) ON CONFLICT (tenant, referral_id) DO NOTHING', [tx.tenant, tx.newId(), referralId]);
    await tx.query(
      `INSERT INTO link (tenant, token_hash, invitation_id, message_id, expires_at)
       SELECT tenant, $3, id, $4, $5::timestamptz + $6 * interval '1 day' FROM invitation WHERE tenant = $1 AND referral_id = $2`,
      [tx.tenant, referralId, link.hash, message.id, tx.now, this.settings.LINK_DAYS]);
  }
}
