import type { Caller } from '@hhp/messaging';
import { Refused } from '@hhp/domain-kit';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { bySteward } from '../access.js';
import { type ImportAnswer, ImportCommands } from './import.commands.js';
import { ImportProjection, type ImportShown, type QuarantineShown } from './import.projection.js';
import { ImportRequest, QuarantineRequest } from './import.requests.js';
import type { Upload } from './source-row.js';

@Controller('imports')
export class ImportController {
  constructor(private readonly imports: ImportCommands, private readonly shown: ImportProjection) {}

  /** Takes a file of a source as text or JSON; an Ohana drop is an object of file names and their text. Answers the control totals. */
  @Post()
  @Access(bySteward)
  import(@CallerOf() caller: Caller, @Query() { source, format }: ImportRequest, @Body() file: unknown): Promise<ImportAnswer> {
    return this.imports.import(caller, source, format, uploaded(file));
  }

  @Get(':id')
  @Access(bySteward)
  show(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<ImportShown> {
    return this.shown.import(caller, id);
  }

  /** The rows that wait for a person, each with where it stands and why. */
  @Get(':id/quarantine')
  @Access(bySteward)
  quarantine(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Query() { after }: QuarantineRequest): Promise<QuarantineShown> {
    return this.shown.quarantine(caller, id, after ?? 0);
  }
}

function uploaded(file: unknown): Upload {
  if (typeof file === 'string' || (typeof file === 'object' && file !== null)) return file;
  throw new Refused('file-missing', 'The request holds no file.', 'invalid', ['body']);
}
