import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ConsentDocumentCommands, type DocumentKept } from './consent-document.commands.js';
import { ConsentDocumentRequest } from './consent-document.requests.js';

/** The signed form behind a consent. */
@Controller('members/:memberId/consent-documents/:documentId')
export class ConsentDocumentController {
  constructor(private readonly documents: ConsentDocumentCommands) {}

  /** Keeps a signed form, sealed, under an id that the client chooses, so that sending it again cannot make a second one. */
  @Put()
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['consent', 'profile'],
  })
  keep(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('documentId', ParseUUIDPipe) documentId: string,
    @Body() request: ConsentDocumentRequest,
  ): Promise<DocumentKept> {
    return this.documents.keep(caller, memberId, documentId, request);
  }

  /** Opens the signed form. */
  @Get()
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor'], relation: 'own-plan', purpose: 'care-coordination', data: ['consent', 'profile'] })
  open(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('documentId', ParseUUIDPipe) documentId: string,
  ): ReturnType<ConsentDocumentCommands['open']> {
    return this.documents.open(caller, memberId, documentId);
  }
}
