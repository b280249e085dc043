import type { PlanContractDeclared } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { appendToOutbox, type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { countyOf } from '../go-live/go-live.js';

export type Contract = PlanContractDeclared['data'];
export type DeclareContract = Omit<Contract, 'planOrganization'>;

const select = `
  SELECT contract_code AS "contractCode", plan_organization AS "planOrganization", county, product, population, effective_on::text AS "effectiveOn",
         announced_on::text AS "announcedOn", version FROM plan_contract`;
type Row = Omit<Contract, 'announcedOn'> & { readonly announcedOn: string | null; readonly version: number };

/** Contracts: a plan organization, a county, a product (domain 1). */
@Injectable()
export class PlanContractCommands {
  constructor(private readonly transactions: Transactions) {}

  /** The plan declares a contract, or what has changed about it. Declared again as it stands nothing is said. */
  declare(caller: Caller, declared: DeclareContract): Promise<{ contractCode: string; version: number }> {
    return this.transactions.command(caller, async (tx) => {
      const county = countyOf(declared.county)?.fips;
      if (!county) throw new Refused('county-unknown', 'The county is none of the programme', 'invalid', ['county']);
      const contract: Contract = { ...declared, county, planOrganization: tx.tenant };
      const [before] = await tx.query<Row>(`${select} WHERE contract_code = $1 FOR UPDATE`, [declared.contractCode]);
      if (before && before.planOrganization !== tx.tenant) throw new Refused('contract-code-taken', 'This code is the code of another contract');
      if (before && before.county !== county) throw new Refused('county-stands', 'Another county is another contract', 'conflict', ['county']);
      if (before && same(before, contract)) return { contractCode: contract.contractCode, version: before.version };
      const version = (before?.version ?? 0) + 1;
      await keep(tx, contract, version);
      await appendToOutbox(tx, [{ event: { type: 'PlanContractDeclared', data: contract } satisfies PlanContractDeclared, version }]);
      return { contractCode: contract.contractCode, version };
    });
  }

  list(caller: Caller): Promise<{ contracts: Row[] }> {
    return this.transactions.read(caller, async (tx) => ({
      contracts: await tx.query<Row>(`${select} WHERE plan_organization = $1 ORDER BY county, contract_code`, [tx.tenant]),
    }));
  }
}

const same = (before: Row, said: Contract): boolean =>
  before.product === said.product && before.population === said.population && before.effectiveOn === said.effectiveOn
  && (before.announcedOn ?? undefined) === said.announcedOn;

async function keep(tx: Tx, contract: Contract, version: number): Promise<void> {
  const { contractCode, planOrganization, county, product, population, effectiveOn, announcedOn } = contract;
  const values = [contractCode, planOrganization, county, product, population, effectiveOn, announcedOn ?? null, version];
  if (version === 1) {
    await tx.query(
      `INSERT INTO plan_contract (contract_code, plan_organization, county, product, population, effective_on, announced_on, version)
       VALUES ($1, $2, $3, $4, $5, $6::date, $7::date, $8)`, values);
  } else {
    await tx.query(
      `UPDATE plan_contract SET county = $3, product = $4, population = $5, effective_on = $6::date, announced_on = $7::date, version = $8
        WHERE contract_code = $1 AND plan_organization = $2`, values);
  }
}
