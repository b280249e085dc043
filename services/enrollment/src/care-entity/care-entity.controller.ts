import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { CareEntityCommands } from './care-entity.commands.js';
import { DeclareCareEntityRequest } from './care-entity.requests.js';

@Controller('care-entities')
export class CareEntityController {
  constructor(private readonly careEntities: CareEntityCommands) {}

  /** The plan declares that a CB-CME serves its members under a contract; the plan names it by an id of its own choice. */
  @Put(':careEntityId')
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['programme'] })
  declare(
    @CallerOf() caller: Caller, @Param('careEntityId', ParseUUIDPipe) careEntityId: string, @Body() request: DeclareCareEntityRequest,
  ): ReturnType<CareEntityCommands['declare']> {
    return this.careEntities.declare(caller, careEntityId.toLowerCase(), request);
  }

  /** The CB-CMEs of the plan. */
  @Get()
  @Access({
    roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'analyst'], relation: 'own-plan', purpose: 'operations', data: ['programme'],
  })
  list(@CallerOf() caller: Caller): ReturnType<CareEntityCommands['list']> {
    return this.careEntities.list(caller);
  }
}
