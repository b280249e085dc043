import { Injectable } from '@nestjs/common';
import {
  ApplicationRecorded, ContinuationRecorded, HandoffMissed, HandoffScheduled, ReferralAccepted, ReferralAcknowledged, ReferralAwaitingConsent,
  ReferralClosed, ReferralDeclined, ReferralDrafted, ReferralFactCorrected, ReferralReady, ReferralSent, ReferralVoided, ReferralWaitlisted,
  ServiceReceived, UseRecorded, WarmHandoffMade,
} from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { type LedgerEvent, type LedgerLine, move } from './ledger.js';

/** What was received against what was needed: moved by referral events alone (002-12, 002-14). */
@Reader({ name: 'ledger', topics: ['hhp.referral'], tables: ['ledger_line'] })
@Injectable()
export class LedgerConsumer {
  /** Reads the lines that a slice touches, applies its events in order, writes them back: two statements. */
  @OnEvents(
    ReferralDrafted, ReferralAwaitingConsent, ReferralReady, ReferralSent, ReferralAcknowledged, ReferralAccepted, ReferralDeclined,
    ReferralWaitlisted, HandoffScheduled, WarmHandoffMade, HandoffMissed, ApplicationRecorded, UseRecorded, ServiceReceived,
    ReferralFactCorrected, ContinuationRecorded, ReferralClosed, ReferralVoided,
  )
  async move(tx: Tx, events: readonly Received<LedgerEvent>[]): Promise<void> {
    const known = await tx.query<{ tenant: string; referral_id: string; line: LedgerLine }>(
      'SELECT tenant, referral_id, line FROM ledger_line WHERE (tenant, referral_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))',
      [events.map((event) => event.tenant), events.map((event) => event.data.referralId)]);
    const lines = new Map(known.map((row) => [`${row.tenant} ${row.referral_id}`, row.line]));
    const rows = new Map<string, object>();
    for (const event of events) {
      const key = `${event.tenant} ${event.data.referralId}`;
      const line = move(lines.get(key), event);
      lines.set(key, line);
      rows.set(key, { tenant: event.tenant, referral_id: line.referralId, member_id: line.memberId, line, moved_at: event.time });
    }
    await tx.query(write, [JSON.stringify([...rows.values()])]);
  }
}

const write = `
  INSERT INTO ledger_line (tenant, referral_id, member_id, line, moved_at)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, referral_id uuid, member_id uuid, line jsonb, moved_at timestamptz)
  ON CONFLICT (tenant, referral_id) DO UPDATE SET line = excluded.line, moved_at = excluded.moved_at`;
