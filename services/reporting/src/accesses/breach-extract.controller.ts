import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Query } from '@nestjs/common';
import { type BreachExtract, BreachExtractProjection } from './breach-extract.projection.js';
import { BreachExtractRequest } from './breach-extract.requests.js';

@Controller('breach-extracts')
export class BreachExtractController {
  constructor(private readonly projection: BreachExtractProjection) {}

  /** What an actor did in a period with the members of the plan, over all services; the asking is in the audit itself. */
  @Get()
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'oversight', data: ['audit'] })
  of(@CallerOf() caller: Caller, @Query() request: BreachExtractRequest): Promise<BreachExtract> {
    return this.projection.of(caller, request);
  }
}
