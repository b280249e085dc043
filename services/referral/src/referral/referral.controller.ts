import { Access, CallerOf } from '@hhp/service-host';
import type { Caller } from '@hhp/messaging';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { bySupervisor, byTeam } from './access.js';
import { close, voidReferral } from './closing.js';
import { type Answer, ReferralCommands } from './referral.commands.js';
import { CloseReferralRequest, DraftReferralRequest, SendReferralRequest, VoidReferralRequest } from './referral.requests.js';

/** From the draft to the sending, and the two ends. */
@Controller('referrals')
export class ReferralController {
  constructor(private readonly referrals: ReferralCommands) {}

  /** The client names the referral, so composing it again cannot make a second one. */
  @Put(':referralId')
  @HttpCode(202)
  @Access(byTeam)
  draft(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: DraftReferralRequest): Promise<Answer> {
    const { memberId, needId, organizationId, serviceId, dataClasses, ownerId = caller.actor } = request;
    return this.referrals.draft(caller, { referralId, memberId, needId, organizationId, serviceId, dataClasses, ownerId });
  }

  /** Sends the referral by this channel, or lets it wait for the consent that is missing. */
  @Post(':referralId/send')
  @HttpCode(202)
  @Access(byTeam)
  send(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: SendReferralRequest): Promise<Answer> {
    return this.referrals.send(caller, referralId, request.channel, request.overrides ?? []);
  }

  /** Ends the referral with an outcome, a reason and evidence. */
  @Post(':referralId/closing')
  @HttpCode(202)
  @Access(byTeam)
  close(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: CloseReferralRequest): Promise<Answer> {
    const { outcome, reason, evidenceGrade } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => close(referral, { outcome, reason, evidenceGrade }, terms));
  }

  /** Marks a referral as created in error; it counts nowhere. */
  @Post(':referralId/voiding')
  @HttpCode(202)
  @Access(bySupervisor)
  void(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: VoidReferralRequest): Promise<Answer> {
    return this.referrals.take(caller, referralId, (referral, terms) => voidReferral(referral, request.reason, terms));
  }
}
