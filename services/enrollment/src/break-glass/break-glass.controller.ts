import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { byCareTeam } from '../staff/access.js';
import { BreakGlassCommands, type GrantAnswer } from './break-glass.commands.js';
import { BreakGlassRequest, GrantsRequest, ReviewRequest } from './break-glass.requests.js';

const byPrivacyOfficer = { roles: ['plan-administrator'], relation: 'own-plan', purpose: 'oversight', data: ['audit'] } as const;

/** Seeing a member of one's own plan in an emergency, for a short time, with a reason that somebody reviews. */
@Controller()
export class BreakGlassController {
  constructor(private readonly glass: BreakGlassCommands) {}

  /** The caller names the grant, so that sending the same again makes no second one. */
  @Put('members/:memberId/emergency-grants/:grantId')
  @Access({ ...byCareTeam, purpose: 'treatment' })
  open(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('grantId', ParseUUIDPipe) grantId: string,
    @Body() { reason, explanation }: BreakGlassRequest,
  ): Promise<{ grantId: string; until: string }> {
    return this.glass.open(caller, { grantId: grantId.toLowerCase(), memberId: memberId.toLowerCase(), reason }, explanation);
  }

  @Get('emergency-grants')
  @Access(byPrivacyOfficer)
  list(@CallerOf() caller: Caller, @Query() { reviewed }: GrantsRequest): Promise<{ grants: GrantAnswer[] }> {
    return this.glass.list(caller, reviewed);
  }

  @Post('emergency-grants/:grantId/review')
  @Access(byPrivacyOfficer)
  review(@CallerOf() caller: Caller, @Param('grantId', ParseUUIDPipe) grantId: string, @Body() request: ReviewRequest): Promise<{ grantId: string }> {
    return this.glass.review(caller, grantId.toLowerCase(), request);
  }
}
