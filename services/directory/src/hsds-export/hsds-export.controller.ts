import type { Caller } from '@hhp/messaging';
import { Access, CallerOf, SETTINGS, type Settings } from '@hhp/service-host';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { byReaders } from '../access.js';
import type { directorySettings } from '../settings.js';
import type { HsdsPage } from './hsds-document.js';
import { HsdsExportProjection } from './hsds-export.projection.js';
import { HsdsListRequest } from './hsds-export.requests.js';

/** The directory under the API of HSDS 3.1: the three endpoints that it requires, and organizations. */
@Controller('hsds')
export class HsdsExportController {
  constructor(private readonly records: HsdsExportProjection, @Inject(SETTINGS) private readonly settings: Settings<typeof directorySettings>) {}

  @Get()
  @Access(byReaders)
  root(@CallerOf() caller: Caller): Promise<{ version: string; profile: string; openapi_url: string }> {
    return this.records.root(caller, { version: '3.1', profile: this.settings.HSDS_PROFILE_URL, openapi_url: `${this.settings.PUBLIC_URL}/docs-json` });
  }

  @Get('services')
  @Access(byReaders)
  services(@CallerOf() caller: Caller, @Query() asked: HsdsListRequest): Promise<HsdsPage> {
    return this.records.services(caller, asked);
  }

  @Get('services/:id')
  @Access(byReaders)
  service(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<Readonly<Record<string, unknown>>> {
    return this.records.service(caller, id);
  }

  @Get('organizations')
  @Access(byReaders)
  organizations(@CallerOf() caller: Caller, @Query() asked: HsdsListRequest): Promise<HsdsPage> {
    return this.records.organizations(caller, asked);
  }
}
