import { Inject, Injectable } from '@nestjs/common';
import {
  ContinuationRecorded, ReferralClosed, ReferralDeclined, ReferralFactCorrected, ReferralSent, ReferralVoided, ServiceReceived, UseRecorded,
} from '@hhp/contracts';
import { dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { apply, type Outcome, type OutcomeEvent, rowOf } from './referral-outcomes.js';

/** What came of every referral that was sent, one row for each. */
@Reader({ name: 'referral-outcomes', topics: ['hhp.referral'], tables: ['referral_outcome'] })
@Injectable()
export class ReferralOutcomesConsumer {
  constructor(@Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  /** Reads the outcomes that a slice touches, applies its events in order, writes them back: two statements. */
  @OnEvents(ReferralSent, ReferralDeclined, UseRecorded, ServiceReceived, ReferralFactCorrected, ContinuationRecorded, ReferralClosed, ReferralVoided)
  async remember(tx: Tx, events: readonly Received<OutcomeEvent>[]): Promise<void> {
    const keys = [events.map((event) => event.tenant), events.map((event) => event.data.referralId)];
    const known = await tx.query<{ tenant: string; referral_id: string; outcome: Outcome }>(
      'SELECT tenant, referral_id, outcome FROM referral_outcome WHERE (tenant, referral_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))', keys);
    const outcomes = new Map(known.map((row) => [`${row.tenant} ${row.referral_id}`, row.outcome]));
    const rows = new Map<string, object>();
    for (const event of events) {
      const key = `${event.tenant} ${event.data.referralId}`;
      const outcome = apply(outcomes.get(key), event);
      if (!outcome) continue;
      outcomes.set(key, outcome);
      rows.set(key, this.row(event, outcome));
    }
    if (rows.size > 0) await tx.query(write, [JSON.stringify([...rows.values()])]);
  }

  private row(event: Received<OutcomeEvent>, outcome: Outcome): object {
    return {
      tenant: event.tenant, referral_id: event.data.referralId, member_id: outcome.memberId, need_id: outcome.needId,
      organization_id: outcome.organizationId, sent_at: outcome.sentAt, sent_on: dayOf(new Date(outcome.sentAt), this.office.timeZone),
      continuation: outcome.continuation ?? {}, voided: outcome.voided ?? false, ...rowOf(outcome), outcome, said_at: event.time,
    };
  }
}

const columns = [
  'tenant text', 'referral_id uuid', 'member_id uuid', 'need_id uuid', 'organization_id uuid', 'sent_at timestamptz', 'sent_on date',
  'continuation jsonb', 'voided boolean', 'receipt text', 'received_on date', 'one_off boolean', 'in_service boolean', 'close_outcome text',
  'outcome jsonb', 'said_at timestamptz',
];
const names = columns.map((column) => column.split(' ')[0]!);
const changing = names.filter((name) => name !== 'tenant' && name !== 'referral_id');

const write = `
  INSERT INTO referral_outcome (${names.join(', ')})
  SELECT ${names.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS said (${columns.join(', ')})
  ON CONFLICT (tenant, referral_id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`;
