import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { EligibilityCommands } from '../eligibility/eligibility.commands.js';
import { EngagementListCommands, type ImportedList } from './engagement-list.commands.js';
import { EngagementListProjection } from './engagement-list.projection.js';
import { DetermineListRequest, ImportListRequest, ListMembersRequest } from './engagement-list.requests.js';

@Controller('engagement-lists')
export class EngagementListController {
  constructor(
    private readonly lists: EngagementListCommands, private readonly asked: EngagementListProjection, private readonly eligibility: EligibilityCommands,
  ) {}

  /** Takes over a file of an engagement list, text/csv (004-29). Query: listRunDate, listVersion (1), programCode (HHP). */
  @Post()
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment', 'profile'] })
  import(@CallerOf() caller: Caller, @Query() request: ImportListRequest, @Body() text: string): Promise<ImportedList> {
    const { listRunDate, listVersion = '1', programCode = 'HHP' } = request;
    return this.lists.import(caller, text, { programCode, listRunDate, listVersion });
  }

  /** The plan's lists, the latest first. */
  @Get()
  @Access({ roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  all(@CallerOf() caller: Caller): ReturnType<EngagementListProjection['all']> {
    return this.asked.all(caller);
  }

  /** One list: the control totals of its files, and how its members stand. */
  @Get(':listId')
  @Access({ roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  one(@CallerOf() caller: Caller, @Param('listId', ParseUUIDPipe) listId: string): ReturnType<EngagementListProjection['one']> {
    return this.asked.one(caller, listId);
  }

  /** The members of a list by id, page by page, without names. */
  @Get(':listId/members')
  @Access({ roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  members(
    @CallerOf() caller: Caller, @Param('listId', ParseUUIDPipe) listId: string, @Query() request: ListMembersRequest,
  ): ReturnType<EngagementListProjection['members']> {
    return this.asked.members(caller, listId, request.after, request.limit);
  }

  /** Judges everybody on the list by a rule pack as of a day, and answers how many came to which verdict. */
  @Post(':listId/eligibility-determinations')
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['eligibility'] })
  determine(
    @CallerOf() caller: Caller, @Param('listId', ParseUUIDPipe) listId: string, @Body() request: DetermineListRequest,
  ): ReturnType<EligibilityCommands['determineList']> {
    return this.eligibility.determineList(caller, listId, request.rulePack, request.asOf);
  }
}
