import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { recordFollowUp } from '../follow-up/follow-up.js';
import { byTeam, byTeamOrAddressee } from './access.js';
import { checkContinuation, correctFact, receiveService, recordApplication, recordUse } from './facts.js';
import { type Answer, ReferralCommands, mustSpeakForItself } from './referral.commands.js';
import {
  ApplicationRequest, ContinuationRequest, CorrectionRequest, FollowUpRequest, ReceivedRequest, UseRequest,
} from './referral.requests.js';

/** What became of the referral, as facts with a date and a source; their evidence grade follows from who says so. */
@Controller('referrals/:referralId')
export class FactController {
  constructor(private readonly referrals: ReferralCommands) {}

  /** Whether the member applied (002-73). */
  @Post('application')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  application(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: ApplicationRequest): Promise<Answer> {
    mustSpeakForItself(caller, request.source);
    const { applied, on, source } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => recordApplication(referral, { applied, on, source }, terms));
  }

  /** Whether the member used the service (002-74). */
  @Post('use')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  use(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: UseRequest): Promise<Answer> {
    mustSpeakForItself(caller, request.source);
    const { used, on, source } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => recordUse(referral, { used, on, source }, terms));
  }

  /** The first service was received (002-127). */
  @Post('service-received')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  received(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: ReceivedRequest): Promise<Answer> {
    mustSpeakForItself(caller, request.source);
    const { on, source } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => receiveService(referral, { on, source }, terms));
  }

  /** A recorded fact was mistaken; what holds instead. */
  @Post('corrections')
  @HttpCode(202)
  @Access(byTeam)
  correct(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: CorrectionRequest): Promise<Answer> {
    const { fact, value, on, source, reason } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => correctFact(referral, { fact, value, on, source, reason }, terms));
  }

  /** Whether the member still receives the service at a checkpoint (002-128). */
  @Post('continuation-checks')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  continuation(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: ContinuationRequest): Promise<Answer> {
    mustSpeakForItself(caller, request.source);
    const { checkpointDays, status, source } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => checkContinuation(referral, { checkpointDays, status, source }, terms));
  }

  /** Somebody asked the member, the organization or the team, and notes whether they were reached (002-110 … 002-112). */
  @Post('follow-ups')
  @HttpCode(202)
  @Access(byTeam)
  followUp(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: FollowUpRequest): Promise<Answer> {
    const { followUpId, ask, result } = request;
    return this.referrals.take(caller, referralId, (referral, terms, tx) =>
      recordFollowUp(referral, { followUpId: followUpId ?? tx.newId(), prompted: followUpId !== undefined, ask, result }, terms));
  }
}
