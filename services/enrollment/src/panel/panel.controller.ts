import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { byCareTeam, byPanelKeepers } from '../staff/access.js';
import { PanelCommands } from './panel.commands.js';
import { AssignRequest, MovePanelRequest } from './panel.requests.js';

@Controller()
export class PanelController {
  constructor(private readonly panels: PanelCommands) {}

  /** The member goes to the panel of a coordinator. */
  @Put('members/:memberId/coordinator')
  @Access(byPanelKeepers)
  assign(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() { coordinatorId }: AssignRequest,
  ): ReturnType<PanelCommands['assign']> {
    return this.panels.assign(caller, memberId.toLowerCase(), coordinatorId);
  }

  /** The panels of the plan or, for a supervisor, of the CB-CME, with their load and who covers for them today. */
  @Get('panels')
  @Access(byPanelKeepers)
  list(@CallerOf() caller: Caller): ReturnType<PanelCommands['list']> {
    return this.panels.list(caller);
  }

  /** The members of a coordinator. */
  @Get('panels/:coordinatorId/members')
  @Access(byPanelKeepers)
  members(@CallerOf() caller: Caller, @Param('coordinatorId') coordinatorId: string): ReturnType<PanelCommands['members']> {
    return this.panels.members(caller, coordinatorId);
  }

  /** A whole panel goes to another coordinator, at most 500 members at once: the answer says how many are left. */
  @Post('panels/:coordinatorId/moves')
  @Access(byPanelKeepers)
  move(@CallerOf() caller: Caller, @Param('coordinatorId') coordinatorId: string, @Body() { to }: MovePanelRequest): ReturnType<PanelCommands['move']> {
    return this.panels.move(caller, coordinatorId, to);
  }

  /** The caller's own members, and those of whom the caller covers today. */
  @Get('my-panel')
  @Access(byCareTeam)
  own(@CallerOf() caller: Caller): ReturnType<PanelCommands['own']> {
    return this.panels.own(caller);
  }
}
