import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get } from '@nestjs/common';
import { rulePacks, ruleVersionOf } from './catalogue.js';
import type { RulePack } from './rule-pack.js';

@Controller('rule-packs')
export class RulePackController {
  constructor(private readonly transactions: Transactions) {}

  /** Every rule pack whole: clauses, exclusions and parameters, each with its source and how sure it is. */
  @Get()
  @Access({
    roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'analyst', 'state-overseer'], relation: 'any', purpose: 'operations',
    data: ['programme'],
  })
  all(@CallerOf() caller: Caller): Promise<{ rulePacks: (RulePack & { ruleVersion: string })[] }> {
    return this.transactions.read(caller, () => Promise.resolve({ rulePacks: rulePacks.map((pack) => ({ ruleVersion: ruleVersionOf(pack), ...pack })) }));
  }
}
