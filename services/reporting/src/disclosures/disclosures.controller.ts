import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { type Disclosures, DisclosuresProjection } from './disclosures.projection.js';
import { DisclosuresRequest } from './disclosures.requests.js';

@Controller('members')
export class DisclosuresController {
  constructor(private readonly projection: DisclosuresProjection) {}

  /** The account of disclosures of a member over all services (45 CFR 164.528). */
  @Get(':memberId/disclosures')
  @Access({ roles: ['plan-administrator', 'cb-cme-supervisor'], relation: 'own-plan', purpose: 'member-request', data: ['disclosure'] })
  of(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Query() request: DisclosuresRequest): Promise<Disclosures> {
    return this.projection.of(caller, memberId, request);
  }
}
