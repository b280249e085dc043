import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { byStewardOrOwner } from '../access.js';
import { CapacityCommands, type ReportedCapacity } from './capacity.commands.js';
import { ReportCapacityRequest } from './capacity.requests.js';

@Controller('services/:id/capacity')
export class CapacityController {
  constructor(private readonly capacities: CapacityCommands) {}

  /** Says how much room a service has, in the four statuses of Gravity (002-99): by the steward, or by the organization itself. */
  @Post()
  @HttpCode(202)
  @Access(byStewardOrOwner)
  report(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() request: ReportCapacityRequest): Promise<ReportedCapacity> {
    const { status, available, earliestStartOn, asOf } = request;
    return this.capacities.report(caller, id, {
      status, ...(available === undefined ? {} : { available }), ...(earliestStartOn ? { earliestStartOn } : {}), ...(asOf ? { asOf } : {}),
    });
  }
}
