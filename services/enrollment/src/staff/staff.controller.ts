import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { byAdministrators } from './access.js';
import { StaffCommands } from './staff.commands.js';
import { RegisterPersonRequest, RolesRequest, SuspendRequest } from './staff.requests.js';

/** People of the caller's plan, CB-CME or organization, and what they may do. */
@Controller('staff')
@Access(byAdministrators)
export class StaffController {
  constructor(private readonly staff: StaffCommands) {}

  /** Somebody begins to work here; whoever registers them names them by an id of their own choice. */
  @Put(':personId')
  register(
    @CallerOf() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string, @Body() request: RegisterPersonRequest,
  ): Promise<{ personId: string }> {
    const { subject, roles, name, organizationId } = request;
    const command = { personId: personId.toLowerCase(), subject, roles, ...(organizationId ? { organizationId: organizationId.toLowerCase() } : {}) };
    return this.staff.register(caller, command, name);
  }

  /** Gives and takes roles. A token with a role that was taken is refused within seconds. */
  @Put(':personId/roles')
  changeRoles(@CallerOf() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string, @Body() { roles }: RolesRequest): Promise<{ personId: string }> {
    return this.staff.changeRoles(caller, personId.toLowerCase(), roles);
  }

  /** Every service refuses their tokens within seconds. */
  @Post(':personId/suspension')
  suspend(@CallerOf() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string, @Body() { reason }: SuspendRequest): Promise<{ personId: string }> {
    return this.staff.suspend(caller, personId.toLowerCase(), reason);
  }

  @Post(':personId/reinstatement')
  reinstate(@CallerOf() caller: Caller, @Param('personId', ParseUUIDPipe) personId: string): Promise<{ personId: string }> {
    return this.staff.reinstate(caller, personId.toLowerCase());
  }

  /** The people whom the caller administers. */
  @Get()
  list(@CallerOf() caller: Caller): ReturnType<StaffCommands['list']> {
    return this.staff.list(caller);
  }
}
