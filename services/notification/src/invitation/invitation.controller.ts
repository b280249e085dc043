import { PublicAccess } from '@hhp/service-host';
import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { InvitationCommands } from './invitation.commands.js';
import { AnswerRequest } from './invitation.requests.js';
import { type Asking, type Reply, reply } from '../links/reply.js';
import { languageOf, page } from './page.js';

/** The organization's page behind the link of its mail: no account, no script, and a GET that changes nothing. */
@Controller('r')
export class InvitationController {
  constructor(private readonly invitations: InvitationCommands) {}

  @Get(':token')
  @PublicAccess('The one-time link is the access: 256 random bits, one referral, ends with the answer')
  async look(
    @Param('token') token: string, @Query('lang') lang: string | undefined, @Headers('accept-language') accepted: string | undefined,
    @Req() request: Asking, @Res({ passthrough: true }) answer: Reply,
  ): Promise<string> {
    const view = await this.invitations.look(token, { route: 'GET /r/:token', requestId: request.id });
    return reply(answer, page(view, languageOf(lang, accepted)));
  }

  @Post(':token')
  @PublicAccess('The one-time link is the access, and makes the answer idempotent')
  async answer(
    @Param('token') token: string, @Body() given: AnswerRequest, @Query('lang') lang: string | undefined,
    @Headers('accept-language') accepted: string | undefined, @Req() request: Asking, @Res({ passthrough: true }) answer: Reply,
  ): Promise<string> {
    const view = await this.invitations.answer(token, given, { route: 'POST /r/:token', requestId: request.id });
    return reply(answer, page(view, languageOf(lang, accepted)));
  }
}
