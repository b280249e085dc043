import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { EligibilityCommands } from './eligibility.commands.js';
import { DetermineRequest, factOf, RecordFactsRequest } from './eligibility.requests.js';

@Controller('members/:memberId')
export class EligibilityController {
  constructor(private readonly eligibility: EligibilityCommands) {}

  /** Records facts that bear on eligibility: conditions, stays, visits, where the member lived, exclusions, and that somebody looked. */
  @Post('facts')
  @Access({
    roles: ['care-coordinator', 'cb-cme-supervisor', 'plan-administrator', 'housing-navigator'], relation: 'own-plan',
    purpose: 'care-coordination', data: ['eligibility'],
  })
  record(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: RecordFactsRequest,
  ): ReturnType<EligibilityCommands['record']> {
    return this.eligibility.record(caller, memberId, request.facts.map(factOf), request.source);
  }

  /** Takes back what was recorded by mistake. */
  @Post('facts/:recordId/withdrawal')
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'care-coordination', data: ['eligibility'] })
  withdraw(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('recordId', ParseUUIDPipe) recordId: string,
  ): ReturnType<EligibilityCommands['withdraw']> {
    return this.eligibility.withdraw(caller, memberId, recordId);
  }

  /** Judges the member: eligible, not-eligible, excluded or unknown, with rule, version, clauses, facts, and what was unknown or unconfirmed. */
  @Post('eligibility-determinations')
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'care-coordination', data: ['eligibility'] })
  determine(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: DetermineRequest,
  ): ReturnType<EligibilityCommands['determine']> {
    return this.eligibility.determine(caller, memberId, request.rulePack, request.asOf);
  }
}
