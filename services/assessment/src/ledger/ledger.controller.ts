import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { type LedgerAnswer, LedgerProjection, type NeedStanding } from './ledger.projection.js';

@Controller('members/:memberId')
export class LedgerController {
  constructor(private readonly ledgers: LedgerProjection) {}

  /** What the member needed and what was received (002-12, 002-14). */
  @Get('ledger')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-panel', purpose: 'care-coordination',
    data: ['assessment', 'referral'],
  })
  ledger(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): Promise<LedgerAnswer> {
    return this.ledgers.ledger(caller, memberId);
  }

  /** The needs of the member and where each stands. */
  @Get('needs')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-panel', purpose: 'care-coordination',
    data: ['assessment'],
  })
  needs(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): Promise<{ memberId: string; needs: NeedStanding[] }> {
    return this.ledgers.needs(caller, memberId);
  }
}
