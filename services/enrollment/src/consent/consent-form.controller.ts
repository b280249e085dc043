import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ConsentCommands } from './consent.commands.js';
import { ConsentFormRequest, endingOf, recipientOf, RevocationFormRequest } from './consent.requests.js';
import { type ConsentFormKind, consentForms, printedOn } from './consent-forms.js';

const careTeam = ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'] as const;

/** Forms of the kind of the state's ASCMI: a choice for each class of data, and one form to take it back. */
@Controller()
export class ConsentFormController {
  constructor(private readonly consents: ConsentCommands) {}

  /** The forms that this version knows. */
  @Get('consent-forms')
  @Access({ roles: careTeam, relation: 'any', purpose: 'operations', data: ['programme'] })
  forms(@CallerOf() caller: Caller): Promise<{ forms: readonly ConsentFormKind[] }> {
    return this.consents.show(caller, { forms: consentForms });
  }

  /** Hands in a signed form: what the member allows is a consent, what the member does not allow a recorded no. */
  @Post('members/:memberId/consent-forms')
  @Access({ roles: careTeam, relation: 'own-plan', purpose: 'care-coordination', data: ['consent'] })
  handIn(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: ConsentFormRequest,
  ): ReturnType<ConsentCommands['handIn']> {
    const { form: formCode, purpose, choices, filled, documentId } = request;
    const chosen = (decision: 'granted' | 'declined') => choices.filter((each) => each.decision === decision).map(({ dataClass }) => dataClass);
    const part2 = { ...filled, stated: [...new Set([...filled.stated, ...printedOn(formCode)])] };
    return this.consents.handIn(caller, memberId, {
      ...recipientOf(request), ...endingOf(request), dataClasses: chosen('granted'), purpose, formCode, part2,
      form: filled.signature === 'electronic' ? 'electronic' : 'written', ...(documentId ? { documentId } : {}),
    }, chosen('declined'));
  }

  /** Hands in the form by which the member takes consents back. Each answer says from when nothing leaves under it anywhere. */
  @Post('members/:memberId/consent-revocations')
  @Access({ roles: careTeam, relation: 'own-plan', purpose: 'member-request', data: ['consent'] })
  takeBack(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() { form, consentIds }: RevocationFormRequest,
  ): ReturnType<ConsentCommands['revokeAll']> {
    return this.consents.revokeAll(caller, memberId, form, consentIds);
  }
}
