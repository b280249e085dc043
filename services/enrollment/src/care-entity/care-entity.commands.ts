import type { CareEntityDeclared } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';
import { appendToOutbox, type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

export interface CareEntityAnswer {
  readonly careEntityId: string;
  readonly name: string;
  readonly contractCodes: readonly string[];
}

/** The organizations that serve members of the plan, its CB-CMEs (001-07, 002-07). */
@Injectable()
export class CareEntityCommands {
  constructor(private readonly transactions: Transactions) {}

  /** An organization serves members under a contract of the plan. Declared again as it stands nothing is said. */
  declare(
    caller: Caller, careEntityId: string, { name, contractCode }: { name: string; contractCode: string },
  ): Promise<{ careEntityId: string; version: number }> {
    return this.transactions.command(caller, async (tx) => {
      const [contract] = await tx.query('SELECT FROM plan_contract WHERE contract_code = $1 AND plan_organization = $2', [contractCode, tx.tenant]);
      if (!contract) throw notFound('contract of this plan');
      const [before] = await tx.query<{ name: string; version: number }>(
        'SELECT name, version FROM care_entity WHERE care_entity_id = $1 FOR UPDATE', [careEntityId]);
      if (before && before.name !== name) await mustBeOursAlone(tx, careEntityId);
      const version = (before?.version ?? 0) + 1;
      if (!before) await tx.query('INSERT INTO care_entity (care_entity_id, name, version) VALUES ($1, $2, $3)', [careEntityId, name, version]);
      const [serves] = await tx.query(
        'INSERT INTO care_entity_contract (contract_code, care_entity_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1', [contractCode, careEntityId]);
      if (before?.name === name && !serves) return { careEntityId, version: before.version };
      if (before) await tx.query('UPDATE care_entity SET name = $2, version = $3 WHERE care_entity_id = $1', [careEntityId, name, version]);
      const said: CareEntityDeclared = { type: 'CareEntityDeclared', data: { careEntityId, planOrganization: tx.tenant, name, contractCode } };
      await appendToOutbox(tx, [{ event: said, version }]);
      return { careEntityId, version };
    });
  }

  list(caller: Caller): Promise<{ careEntities: CareEntityAnswer[] }> {
    return this.transactions.read(caller, async (tx) => ({
      careEntities: await tx.query<CareEntityAnswer>(
        `SELECT care_entity_id AS "careEntityId", name, array_agg(contract_code ORDER BY contract_code) AS "contractCodes"
           FROM care_entity JOIN care_entity_contract USING (care_entity_id) JOIN plan_contract USING (contract_code)
          WHERE plan_organization = $1 GROUP BY care_entity_id, name ORDER BY name`, [tx.tenant]),
    }));
  }
}

/** A CB-CME that serves several plans has one name for all of them; no plan renames it for the others. */
async function mustBeOursAlone(tx: Tx, careEntityId: string): Promise<void> {
  const [other] = await tx.query(
    `SELECT 1 FROM care_entity_contract JOIN plan_contract USING (contract_code) WHERE care_entity_id = $1 AND plan_organization <> $2 LIMIT 1`,
    [careEntityId, tx.tenant]);
  if (other) throw new Refused('care-entity-of-several-plans', 'This care entity serves other plans too, under the name that it has', 'conflict', ['name']);
}
