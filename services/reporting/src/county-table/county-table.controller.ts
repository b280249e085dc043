import { Controller, Get, Query } from '@nestjs/common';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { type CountyTableAnswer, CountyTableProjection, type EnrolledMembersPage } from './county-table.projection.js';
import { CountyTableRequest, EnrolledMembersRequest } from './county-table.requests.js';

@Controller('enrollment')
export class CountyTableController {
  constructor(private readonly tables: CountyTableProjection) {}

  /** Enrolment by county and county group as of a day (001-05). */
  @Get('by-county-group')
  @Access({
    roles: ['plan-administrator', 'analyst', 'state-overseer'], relation: 'own-plan', except: { 'state-overseer': 'all-plans' }, purpose: 'operations',
    data: ['enrollment'],
  })
  byCountyGroup(@CallerOf() caller: Caller, @Query() request: CountyTableRequest): Promise<CountyTableAnswer> {
    return this.tables.table(caller, request.asOf, request.plan);
  }

  /** The members behind the figure, as ids, each with the event that enrolled it. */
  @Get('members')
  @Access({ roles: ['plan-administrator', 'analyst'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  members(@CallerOf() caller: Caller, @Query() request: EnrolledMembersRequest): Promise<EnrolledMembersPage> {
    return this.tables.members(caller, request);
  }
}
