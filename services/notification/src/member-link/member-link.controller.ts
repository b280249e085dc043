import type { Caller } from '@hhp/messaging';
import { Access, CallerOf, PublicAccess } from '@hhp/service-host';
import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { type Asking, type Reply, reply } from '../links/reply.js';
import { languageOf } from '../invitation/page.js';
import { MemberAnswerCommands } from './member-answer.commands.js';
import { MemberLinkCommands } from './member-link.commands.js';
import { MemberAnswerRequest } from './member-link.requests.js';
import { memberPage } from './member-page.js';

const careTeam = ['care-coordinator', 'housing-navigator', 'community-health-worker', 'cb-cme-supervisor'] as const;

/** The member's own link and the page behind it: no account, no script, and a GET that changes nothing. */
@Controller()
export class MemberLinkController {
  constructor(private readonly links: MemberLinkCommands, private readonly answers: MemberAnswerCommands) {}

  /** Sends the member a link of their own, because they asked for it. Whoever sends it does not see it. */
  @Post('members/:memberId/links')
  @HttpCode(202)
  @Access({ roles: careTeam, relation: 'own-plan', purpose: 'member-request', data: ['referral', 'profile'] })
  send(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): Promise<{ messageId: string }> {
    return this.links.send(caller, memberId.toLowerCase());
  }

  @Get('m/:token')
  @PublicAccess("The member's link is the access: 256 random bits, that member's referrals without labels, ends with its days or the next link")
  async look(
    @Param('token') token: string, @Query('lang') lang: string | undefined, @Headers('accept-language') accepted: string | undefined,
    @Req() request: Asking, @Res({ passthrough: true }) answer: Reply,
  ): Promise<string> {
    const view = await this.answers.look(token, { route: 'GET /m/:token', requestId: request.id });
    return reply(answer, memberPage(view, languageOf(lang, accepted)));
  }

  @Post('m/:token')
  @PublicAccess("The member's link is the access, and the last word about a referral counts")
  async answer(
    @Param('token') token: string, @Body() given: MemberAnswerRequest, @Query('lang') lang: string | undefined,
    @Headers('accept-language') accepted: string | undefined, @Req() request: Asking, @Res({ passthrough: true }) answer: Reply,
  ): Promise<string> {
    const view = await this.answers.answer(token, given, { route: 'POST /m/:token', requestId: request.id });
    return reply(answer, memberPage(view, languageOf(lang, accepted)));
  }
}
