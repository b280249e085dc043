import type { EmergencyReason, ReviewOutcome } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, Transactions } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { enrollmentSettings } from '../settings.js';
import { type BreakGlassEvent, evolve, type Grant, open, review } from './break-glass.js';

const grants: Aggregate<Grant, BreakGlassEvent> = {
  table: 'emergency_grant', initial: 'unknown', evolve,
  columns: (grant) => (grant === 'unknown' ? {} : {
    member_id: grant.memberId, opened_by: grant.openedBy, opened_at: grant.openedAt, reviewed: grant.review !== undefined,
  }),
};

export type GrantAnswer = Exclude<Grant, 'unknown'> & { readonly explanation: string; readonly note: string | null };

/** Breaking the glass, and the queue in which every breaking is reviewed. */
@Injectable()
export class BreakGlassCommands {
  constructor(private readonly transactions: Transactions, @Inject(SETTINGS) private readonly settings: Settings<typeof enrollmentSettings>) {}

  open(
    caller: Caller, asked: { grantId: string; memberId: string; reason: EmergencyReason }, explanation: string,
  ): Promise<{ grantId: string; until: string }> {
    return this.transactions.command(caller, async (tx) => {
      tx.concerns(asked.memberId);
      // A member of another plan is not found here: the glass of one plan opens nothing of another's.
      if ((await tx.query('SELECT FROM member WHERE tenant = $1 AND id = $2', [tx.tenant, asked.memberId])).length === 0) throw notFound('member');
      const grant = await change(tx, grants, asked.grantId, (before) =>
        open(before, { ...asked, openedBy: caller.actor }, { now: tx.now, minutes: this.settings.BREAK_GLASS_MINUTES }));
      await tx.query('INSERT INTO emergency_words (tenant, grant_id, explanation) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [tx.tenant, asked.grantId, explanation]);
      return { grantId: asked.grantId, until: (grant as Exclude<Grant, 'unknown'>).until };
    });
  }

  review(caller: Caller, grantId: string, { outcome, note }: { outcome: ReviewOutcome; note?: string | undefined }): Promise<{ grantId: string }> {
    return this.transactions.command(caller, async (tx) => {
      const grant = await change(tx, grants, grantId, (before) => review(before, { outcome, reviewedBy: caller.actor }, tx.now));
      tx.concerns((grant as Exclude<Grant, 'unknown'>).memberId);
      if (note) await tx.query('UPDATE emergency_words SET note = $3 WHERE tenant = $1 AND grant_id = $2', [tx.tenant, grantId, note]);
      return { grantId };
    });
  }

  /** What was reviewed, what waits for review, or both: what waits first, and of each the oldest first. */
  list(caller: Caller, reviewed: boolean | undefined): Promise<{ grants: GrantAnswer[] }> {
    return this.transactions.read(caller, async (tx) => {
      const rows = await tx.query<{ state: Exclude<Grant, 'unknown'>; explanation: string; note: string | null }>(
        `SELECT g.state, w.explanation, w.note FROM emergency_grant g JOIN emergency_words w ON w.tenant = g.tenant AND w.grant_id = g.id
          WHERE g.tenant = $1 AND g.reviewed = coalesce($2, g.reviewed) ORDER BY g.reviewed, g.opened_at LIMIT 1000`, [tx.tenant, reviewed ?? null]);
      for (const { state } of rows) tx.concerns(state.memberId);
      return { grants: rows.map(({ state, explanation, note }) => ({ ...state, explanation, note })) };
    });
  }
}
