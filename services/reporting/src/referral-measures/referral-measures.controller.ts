import { Controller, Get, Query } from '@nestjs/common';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { type FigureRowsAnswer, type ReferralMeasuresAnswer, ReferralMeasuresProjection } from './referral-measures.projection.js';
import { FigureRowsRequest, ReferralMeasuresRequest } from './referral-measures.requests.js';

@Controller('measures')
export class ReferralMeasuresController {
  constructor(private readonly reports: ReferralMeasuresProjection) {}

  /** The five measures of referrals sent in a period (002-125 … 002-129). */
  @Get('referrals')
  @Access({
    roles: ['plan-administrator', 'analyst', 'state-overseer'], relation: 'own-plan', except: { 'state-overseer': 'all-plans' }, purpose: 'operations',
    data: ['referral'],
  })
  measures(@CallerOf() caller: Caller, @Query() request: ReferralMeasuresRequest): Promise<ReferralMeasuresAnswer> {
    return this.reports.measures(caller, request);
  }

  /** The ids of the referrals that one figure counts. */
  @Get('referrals/rows')
  @Access({ roles: ['plan-administrator', 'analyst'], relation: 'own-plan', purpose: 'operations', data: ['referral'] })
  rows(@CallerOf() caller: Caller, @Query() request: FigureRowsRequest): Promise<FigureRowsAnswer> {
    return this.reports.rows(caller, request);
  }
}
