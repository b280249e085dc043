import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { NeedCommands } from './need.commands.js';
import { ConfirmNeedRequest, IdentifyNeedRequest } from './need.requests.js';

@Controller('members/:memberId/needs')
export class NeedController {
  constructor(private readonly needs: NeedCommands) {}

  /** Names a need that no screening found: a thing (002-114), a home after discharge (002-116). */
  @Post()
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['assessment'],
  })
  identify(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: IdentifyNeedRequest): Promise<{ needId: string }> {
    return this.needs.identify(caller, { memberId, named: request });
  }

  /** Confirms where a need stands; referral facts only propose it. */
  @Post(':needId/status')
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination', data: ['assessment'] })
  confirm(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('needId', ParseUUIDPipe) needId: string,
    @Body() request: ConfirmNeedRequest,
  ): ReturnType<NeedCommands['confirm']> {
    return this.needs.confirm(caller, memberId, needId, request.status);
  }
}
