import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { byReaders, bySteward } from '../access.js';
import { type Edited, ListingCommands } from './listing.commands.js';
import { ListingProjection, type OrganizationAnswer, type ServiceAnswer } from './listing.projection.js';
import { EditRecordRequest, WithdrawRequest } from './listing.requests.js';

/** Single organizations and services (002-52). */
@Controller()
export class ListingController {
  constructor(private readonly listings: ListingCommands, private readonly shown: ListingProjection) {}

  @Get('organizations/:id')
  @Access(byReaders)
  organization(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<OrganizationAnswer> {
    return this.shown.organization(caller, id);
  }

  @Get('services/:id')
  @Access(byReaders)
  service(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<ServiceAnswer> {
    return this.shown.service(caller, id);
  }

  /** Lists an organization as the steward says it, or lists it again; from then on no import overwrites it. */
  @Put('organizations/:id')
  @Access(bySteward)
  editOrganization(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() request: EditRecordRequest): Promise<Edited> {
    return this.listings.editOrganization(caller, id, request.document);
  }

  @Put('services/:id')
  @Access(bySteward)
  editService(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() request: EditRecordRequest): Promise<Edited> {
    return this.listings.editService(caller, id, request.document);
  }

  @Post('organizations/:id/withdrawal')
  @HttpCode(202)
  @Access(bySteward)
  withdrawOrganization(
    @CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() request: WithdrawRequest,
  ): Promise<{ organizationId: string; services: number }> {
    return this.listings.withdrawOrganization(caller, id, request.reason);
  }

  @Post('services/:id/withdrawal')
  @HttpCode(202)
  @Access(bySteward)
  withdrawService(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() request: WithdrawRequest): Promise<{ serviceId: string }> {
    return this.listings.withdrawService(caller, id, request.reason);
  }
}
