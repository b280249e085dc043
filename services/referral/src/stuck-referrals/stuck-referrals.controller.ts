import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get } from '@nestjs/common';
import { bySupervisor } from '../referral/access.js';
import { stuckReferrals } from './stuck-referrals.js';

/** A due deadline may wait this long for its tick before it counts as dead. */
const graceSeconds = 60;
const stuckOfPlan = `SELECT stuck.* FROM (${stuckReferrals}) AS stuck JOIN referral r ON r.tenant = $3 AND r.id = stuck."referralId"`;

/** Is any referral silently stuck? */
@Controller('referrals/stuck')
export class StuckReferralsController {
  constructor(private readonly transactions: Transactions) {}

  /** Open referrals without an owner or a live date; the promise is that this list is empty. */
  @Get()
  @Access(bySupervisor)
  list(@CallerOf() caller: Caller): Promise<{ stuck: object[] }> {
    return this.transactions.read(caller, async (tx) => ({ stuck: await tx.query<object>(stuckOfPlan, [tx.now, graceSeconds, tx.tenant]) }));
  }
}
