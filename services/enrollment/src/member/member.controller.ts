import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { MemberProjection } from './member.projection.js';
import { FindMemberRequest, MembersRequest } from './member.requests.js';

@Controller()
export class MemberController {
  constructor(private readonly members: MemberProjection) {}

  /** The plan's members by where they stand, page by page, without names. */
  @Get('members')
  @Access({ roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  all(@CallerOf() caller: Caller, @Query() request: MembersRequest): ReturnType<MemberProjection['all']> {
    return this.members.all(caller, request);
  }

  /** Where one member stands: verdict with its grounds, attempts, times in the programme. */
  @Get('members/:memberId')
  @Access({
    roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'community-health-worker', 'housing-navigator'], relation: 'own-plan',
    purpose: 'care-coordination', data: ['enrollment', 'eligibility'],
  })
  one(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): ReturnType<MemberProjection['one']> {
    return this.members.one(caller, memberId);
  }

  /** Who the member is: name, birth date, contact, language. For the care team. */
  @Get('members/:memberId/profile')
  @Access({
    roles: ['cb-cme-supervisor', 'care-coordinator', 'community-health-worker', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['profile'],
  })
  profile(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): ReturnType<MemberProjection['profile']> {
    return this.members.profile(caller, memberId);
  }

  /** Finds a member by the number on the card. */
  @Post('member-searches')
  @HttpCode(200)
  @Access({
    roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'community-health-worker', 'housing-navigator'], relation: 'own-plan',
    purpose: 'care-coordination', data: ['profile'],
  })
  byCin(@CallerOf() caller: Caller, @Body() request: FindMemberRequest): ReturnType<MemberProjection['byCin']> {
    return this.members.byCin(caller, request.cin);
  }
}
