import { BreakGlassOpened, BreakGlassReviewed } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

/** Whoever broke the glass, the plan's privacy officer is written to, once for each grant; what was reviewed before needs no mail. */
@Reader({ name: 'break-glass-messages', topics: ['hhp.staff'] })
@Injectable()
export class BreakGlassMessagesConsumer {
  @OnEvents(BreakGlassOpened, BreakGlassReviewed)
  async follow(tx: Tx, events: readonly Received<BreakGlassOpened | BreakGlassReviewed>[]): Promise<void> {
    for (const said of events) {
      const { grantId, memberId } = said.data;
      if (said.type === 'BreakGlassOpened') await ask(tx.causedBy(said), grantId, memberId);
      else await settle(tx.causedBy(said), grantId);
    }
  }
}

async function ask(tx: Tx, grantId: string, memberId: string): Promise<void> {
  await tx.query(
    `INSERT INTO message (tenant, id, member_id, template, occasion, recipient_kind, step, created_at, next_attempt_at)
     VALUES ($1, $2, $3, 'emergency-review', $4, 'privacy-officer', 'review', $5, $5) ON CONFLICT (tenant, referral_id, template, occasion) DO NOTHING`,
    [tx.tenant, tx.newId(), memberId, grantId, tx.now]);
}

async function settle(tx: Tx, grantId: string): Promise<void> {
  await tx.query(
    `UPDATE message SET state = 'cancelled', reason = 'reviewed'
      WHERE tenant = $1 AND template = 'emergency-review' AND occasion = $2 AND state IN ('queued', 'held') AND leaving_at IS NULL`, [tx.tenant, grantId]);
}
