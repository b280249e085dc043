import { ReferralShown } from '@hhp/contracts';
import type { OfficeCalendar } from '@hhp/domain-kit';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { account } from '../disclosed/account.js';

/** What an organization looked at by itself, with an account of its own, stands in the account of disclosures beside what was written to it. */
@Reader({ name: 'shown-referrals', topics: ['hhp.referral'] })
@Injectable()
export class ShownReferralsConsumer {
  constructor(@Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar) {}

  @OnEvents(ReferralShown)
  async follow(tx: Tx, events: readonly Received<ReferralShown>[]): Promise<void> {
    for (const said of events) {
      const { shownAt, ...shown } = said.data;
      await account(tx.causedBy(said), { ...shown, channel: 'api', at: new Date(shownAt), timeZone: this.calendar.timeZone });
    }
  }
}
