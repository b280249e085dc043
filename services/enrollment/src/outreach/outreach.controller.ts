import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { OutreachCommands } from './outreach.commands.js';
import { DeclineRequest, RecordAttemptRequest } from './outreach.requests.js';

@Controller()
export class OutreachController {
  constructor(private readonly outreach: OutreachCommands) {}

  /** Records one attempt to reach the member, successful or not (001-09). The result `declined` is the member's no as well. */
  @Post('members/:memberId/outreach-attempts')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator', 'plan-administrator'], relation: 'own-plan',
    purpose: 'care-coordination', data: ['enrollment'],
  })
  attempt(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: RecordAttemptRequest,
  ): ReturnType<OutreachCommands['attempt']> {
    const { mode, result, attemptedAt } = request;
    return this.outreach.attempt(caller, memberId, { mode, result, attemptedAt: new Date(attemptedAt) });
  }

  /** Attempts as a file, text/csv: cin, mode, result, attempted_at. */
  @Post('outreach-files')
  @Access({ roles: ['cb-cme-supervisor', 'plan-administrator', 'care-coordinator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  file(@CallerOf() caller: Caller, @Body() text: string): ReturnType<OutreachCommands['importFile']> {
    return this.outreach.importFile(caller, text);
  }

  /** The member says no to the programme (003-17). */
  @Post('members/:memberId/decline')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'plan-administrator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['enrollment'],
  })
  decline(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: DeclineRequest,
  ): ReturnType<OutreachCommands['decline']> {
    return this.outreach.decline(caller, memberId, request.declinedOn, request.reason ?? 'DP');
  }
}
