import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { FileImportProjection } from './file-import.projection.js';
import { RejectsRequest } from './file-import.requests.js';

@Controller('file-imports')
export class FileImportController {
  constructor(private readonly imports: FileImportProjection) {}

  /** The control totals of a file that was taken over, and its rejected rows with column names and reasons, page by page. */
  @Get(':importId')
  @Access({ roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  one(
    @CallerOf() caller: Caller, @Param('importId', ParseUUIDPipe) importId: string, @Query() request: RejectsRequest,
  ): ReturnType<FileImportProjection['one']> {
    return this.imports.one(caller, importId, request.after, request.limit);
  }
}
