import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Query } from '@nestjs/common';
import { MessagesQuery } from './message.requests.js';
import type { RecipientKind, Template } from './message.js';

/** What became of a message; never what it said. */
export interface MessageListed {
  readonly messageId: string;
  readonly template: Template;
  readonly recipientKind: RecipientKind;
  readonly step: string;
  readonly state: 'queued' | 'held' | 'sent' | 'cancelled';
  readonly reason: string | null;
  readonly attempts: number;
  readonly possibleRepeats: number;
  readonly createdAt: string;
  readonly sentAt: string | null;
}

/** Did it leave, and if not, why not? */
@Controller('messages')
export class MessageController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Access({ roles: ['care-coordinator', 'housing-navigator', 'cb-cme-supervisor'], relation: 'own-plan', purpose: 'care-coordination', data: ['referral'] })
  async list(@CallerOf() caller: Caller, @Query() { referralId }: MessagesQuery): Promise<{ messages: MessageListed[] }> {
    return this.transactions.read(caller, async (tx) => {
      const rows = await tx.query<MessageListed & { memberId: string }>(
        `SELECT id AS "messageId", member_id AS "memberId", template, recipient_kind AS "recipientKind", step, state, reason, attempts,
                possible_repeats AS "possibleRepeats", created_at AS "createdAt", sent_at AS "sentAt"
           FROM message WHERE tenant = ANY ($1) AND referral_id = $2 ORDER BY created_at, id`, [caller.tenants, referralId]);
      for (const memberId of new Set(rows.map((each) => each.memberId))) tx.concerns(memberId);
      return { messages: rows.map(({ memberId: _, ...listed }) => listed) };
    });
  }
}
