import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { ActionPlanCommands } from './action-plan.commands.js';
import { type ActionPlanAnswer, ActionPlanProjection } from './action-plan.projection.js';
import { AgreeActionPlanRequest } from './action-plan.requests.js';

@Controller()
export class ActionPlanController {
  constructor(private readonly plans: ActionPlanCommands, private readonly agreed: ActionPlanProjection) {}

  /** The member agrees to the next version of the Health Action Plan (000-18, 002-08 … 002-15). */
  @Post('members/:memberId/action-plan-versions')
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor'], relation: 'own-plan', purpose: 'care-coordination', data: ['assessment'] })
  agree(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: AgreeActionPlanRequest,
  ): ReturnType<ActionPlanCommands['agree']> {
    return this.plans.agree(caller, memberId, request);
  }

  /** The plan of the member with all its versions, and whether it came in time. */
  @Get('members/:memberId/action-plan')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-panel', purpose: 'care-coordination',
    data: ['assessment'],
  })
  plan(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): Promise<ActionPlanAnswer> {
    return this.agreed.plan(caller, memberId);
  }

  /** Whose first plan is overdue. */
  @Get('action-plans/overdue')
  @Access({ roles: ['cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['assessment'] })
  overdue(@CallerOf() caller: Caller): ReturnType<ActionPlanProjection['overdue']> {
    return this.agreed.overdue(caller);
  }
}
