import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { PlanContractCommands } from './plan-contract.commands.js';
import { DeclareContractRequest } from './plan-contract.requests.js';

@Controller('plan-contracts')
export class PlanContractController {
  constructor(private readonly contracts: PlanContractCommands) {}

  /** The plan declares that it runs the programme in a county under a contract (001-02). */
  @Post()
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['programme'] })
  declare(@CallerOf() caller: Caller, @Body() request: DeclareContractRequest): ReturnType<PlanContractCommands['declare']> {
    const { contractCode, county, product, population, effectiveOn, announcedOn } = request;
    return this.contracts.declare(caller, { contractCode, county, product, population, effectiveOn, ...(announcedOn ? { announcedOn } : {}) });
  }

  /** The plan's contracts. */
  @Get()
  @Access({
    roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'analyst'], relation: 'own-plan', purpose: 'operations', data: ['programme'],
  })
  list(@CallerOf() caller: Caller): ReturnType<PlanContractCommands['list']> {
    return this.contracts.list(caller);
  }
}
