import { type Part2Element, part2Elements, Refused } from '@hhp/domain-kit';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { type ConsentAnswer, ConsentCommands, type SaidConsent } from './consent.commands.js';
import { endingOf, RecordConsentRequest, recipientOf } from './consent.requests.js';

@Controller()
export class ConsentController {
  constructor(private readonly consents: ConsentCommands) {}

  /** What the member says about sharing: granted or declined, to whom, which classes of data, for which purpose, until when (002-71). */
  @Post('members/:memberId/consents')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['consent'],
  })
  record(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: RecordConsentRequest): Promise<ConsentAnswer> {
    const said = saidBy(request);
    if (request.decision === 'declined') return this.consents.decline(caller, memberId, said);
    const { form, validFrom, part2 = { stated: [] }, documentId } = request;
    if (!form) throw new Refused('form-missing', 'A consent says how it was given', 'invalid', ['form']);
    return this.consents.grant(caller, memberId, {
      ...said, form, part2, ...endingOf(request), ...(validFrom ? { validFrom: new Date(validFrom) } : {}), ...(documentId ? { documentId } : {}),
    });
  }

  /** Everything the member said about sharing. */
  @Get('members/:memberId/consents')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-plan', purpose: 'care-coordination',
    data: ['consent'],
  })
  list(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string): ReturnType<ConsentCommands['list']> {
    return this.consents.list(caller, memberId);
  }

  /** The member takes it back. `inForceAt` is the time from which nothing leaves under it anywhere. */
  @Post('consents/:consentId/revocation')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'own-plan',
    purpose: 'member-request', data: ['consent'],
  })
  revoke(@CallerOf() caller: Caller, @Param('consentId', ParseUUIDPipe) consentId: string): ReturnType<ConsentCommands['revoke']> {
    return this.consents.revoke(caller, consentId);
  }

  /** The elements of a Part 2 consent, as this version knows them. */
  @Get('consent-elements')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'], relation: 'any',
    purpose: 'operations', data: ['programme'],
  })
  elements(@CallerOf() caller: Caller): Promise<{ elements: readonly Part2Element[]; confidence: 'K' }> {
    return this.consents.show(caller, { elements: part2Elements, confidence: 'K' });
  }
}

function saidBy({ dataClasses, purpose, ...recipient }: RecordConsentRequest): SaidConsent {
  return { ...recipientOf(recipient), dataClasses, purpose };
}
