import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { type RecordedScreening, ScreeningCommands } from './screening.commands.js';
import { RecordScreeningRequest } from './screening.requests.js';

@Controller('members/:memberId/screenings')
export class ScreeningController {
  constructor(private readonly screenings: ScreeningCommands) {}

  /** Records a screening of the member (002-41). */
  @Post()
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['assessment'],
  })
  record(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: RecordScreeningRequest,
  ): Promise<RecordedScreening> {
    return this.screenings.record(caller, memberId, request.questionnaireResponse, request.wantsHelpWith ?? []);
  }

  /** What the screenings of the member showed. */
  @Get()
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-panel', purpose: 'care-coordination',
    data: ['assessment'],
  })
  list(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): ReturnType<ScreeningCommands['list']> {
    return this.screenings.list(caller, memberId);
  }
}
