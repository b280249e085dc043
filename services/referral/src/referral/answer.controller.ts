import { Refused } from '@hhp/domain-kit';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { byTeamOrAddressee } from './access.js';
import { type Answer, ReferralCommands, sideOf } from './referral.commands.js';
import { AcceptReferralRequest, DeclineReferralRequest, HandoffResultRequest, ScheduleHandoffRequest, WaitlistReferralRequest } from './referral.requests.js';
import { accept, acknowledge, decline, makeHandoff, missHandoff, scheduleHandoff, waitlist } from './referral-steps.js';

/** What the organization answers, by its own staff or noted by the care team that heard it (002-69). */
@Controller('referrals/:referralId')
export class AnswerController {
  constructor(private readonly referrals: ReferralCommands) {}

  /** The organization has seen the referral. */
  @Post('acknowledgement')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  acknowledge(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string): Promise<Answer> {
    return this.referrals.take(caller, referralId, (referral, terms) => acknowledge(referral, sideOf(caller), terms));
  }

  /** The organization will serve the member. */
  @Post('acceptance')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  accept(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: AcceptReferralRequest): Promise<Answer> {
    const said = { by: sideOf(caller), expectedStartOn: request.expectedStartOn };
    return this.referrals.take(caller, referralId, (referral, terms) => accept(referral, said, terms));
  }

  /** The organization or the member said no. */
  @Post('decline')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  decline(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: DeclineReferralRequest): Promise<Answer> {
    return this.referrals.take(caller, referralId, (referral, terms) => decline(referral, request.reason, terms));
  }

  /** There is no room yet; both talk again on a set day. */
  @Post('waitlisting')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  waitlist(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: WaitlistReferralRequest): Promise<Answer> {
    const { estimatedStartOn, recontactOn } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => waitlist(referral, { estimatedStartOn, recontactOn }, terms));
  }

  /** Sets a warm handoff, or another date for it. */
  @Post('handoff')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  schedule(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: ScheduleHandoffRequest): Promise<Answer> {
    const { handoffAt, mode, participants } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => scheduleHandoff(referral, { handoffAt, mode, participants }, terms));
  }

  /** How the handoff went, or that it did not take place. */
  @Post('handoff/result')
  @HttpCode(202)
  @Access(byTeamOrAddressee)
  result(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string, @Body() request: HandoffResultRequest): Promise<Answer> {
    const { outcome, participants, reason } = request;
    return this.referrals.take(caller, referralId, (referral, terms) => {
      if (outcome !== 'missed') return makeHandoff(referral, { outcome, participants });
      if (!reason) throw new Refused('reason-missing', 'A missed handoff has a reason', 'invalid', ['reason']);
      return missHandoff(referral, reason, terms);
    });
  }
}
