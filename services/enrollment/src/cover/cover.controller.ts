import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { byPanelKeepers } from '../staff/access.js';
import { CoverCommands } from './cover.commands.js';
import { ArrangeCoverRequest } from './cover.requests.js';

/** Who looks after the members of somebody absent, from when until when. */
@Controller('covers')
@Access(byPanelKeepers)
export class CoverController {
  constructor(private readonly covers: CoverCommands) {}

  /** Arranges a cover, or says what has changed about it; the caller names it by an id of their own choice. */
  @Put(':coverId')
  arrange(
    @CallerOf() caller: Caller, @Param('coverId', ParseUUIDPipe) coverId: string, @Body() { absent, covering, from, until }: ArrangeCoverRequest,
  ): Promise<{ coverId: string }> {
    return this.covers.arrange(caller, { coverId: coverId.toLowerCase(), absent, covering, from, until });
  }

  /** From today on nobody covers. */
  @Post(':coverId/end')
  end(@CallerOf() caller: Caller, @Param('coverId', ParseUUIDPipe) coverId: string): Promise<{ coverId: string }> {
    return this.covers.end(caller, coverId.toLowerCase());
  }

  /** The covers of today and of days to come. */
  @Get()
  list(@CallerOf() caller: Caller): ReturnType<CoverCommands['list']> {
    return this.covers.list(caller);
  }
}
