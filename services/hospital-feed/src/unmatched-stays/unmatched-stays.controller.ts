import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { UnmatchedStaysCommands, type UnmatchedStay } from './unmatched-stays.commands.js';
import { IdentifyPersonRequest } from './unmatched-stays.requests.js';

const byHospital = { roles: ['discharge-planner'], relation: 'own-organization', purpose: 'treatment', data: ['hospital-stay'] } as const;

/** Whose stay is it? Stays of people whom no plan knows belong to their hospital, and its people answer. */
@Controller('unmatched-stays')
export class UnmatchedStaysController {
  constructor(private readonly stays: UnmatchedStaysCommands) {}

  /** The hospital's stays that belong to nobody yet, or of which it is not certain whose they are; by the control ids of their messages. */
  @Get()
  @Access(byHospital)
  list(@CallerOf() caller: Caller): Promise<{ stays: UnmatchedStay[] }> {
    return this.stays.list(caller);
  }

  /** Says whose stay it is. The answer does not tell whether a plan knows the person. */
  @Post(':stayId/identity')
  @HttpCode(202)
  @Access(byHospital)
  async identify(@CallerOf() caller: Caller, @Param('stayId', ParseUUIDPipe) stayId: string, @Body() { cin }: IdentifyPersonRequest): Promise<{ stayId: string }> {
    return this.stays.identify(caller, stayId, cin);
  }
}
