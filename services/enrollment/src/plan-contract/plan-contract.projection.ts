import type { Day } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';
import { type GoLive, type LiveFrom, liveFrom } from '../go-live/go-live.js';

/** What decisions need to know of a contract: its county, and from when each phase is live under it. */
export interface ContractInForce {
  readonly county: string;
  readonly live: LiveFrom;
}

/** The plan's contracts by their codes, with the go-live calendar applied (001-03). */
export async function contractsInForce(tx: Tx): Promise<ReadonlyMap<string, ContractInForce>> {
  const rows = await tx.query<{ code: string; county: string; population: string; effectiveOn: Day; calendar: Pick<GoLive, 'phase' | 'effectiveOn'>[] }>(
    `SELECT contract_code AS code, contract.county, population, contract.effective_on::text AS "effectiveOn",
            (SELECT jsonb_agg(jsonb_build_object('phase', phase, 'effectiveOn', live.effective_on))
               FROM go_live live WHERE live.county = contract.county) AS calendar
       FROM plan_contract contract WHERE plan_organization = $1`, [tx.tenant]);
  return new Map(rows.map(({ code, county, population, effectiveOn, calendar }) => [code, { county, live: liveFrom(calendar, { population, effectiveOn }) }]));
}

/** Which care entities serve members of this plan under which contract (002-07). */
export async function servingCareEntities(tx: Tx): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await tx.query<{ careEntityId: string; codes: string[] }>(
    `SELECT care_entity_id AS "careEntityId", array_agg(contract_code) AS codes FROM care_entity_contract JOIN plan_contract USING (contract_code)
      WHERE plan_organization = $1 GROUP BY care_entity_id`, [tx.tenant]);
  return new Map(rows.map(({ careEntityId, codes }) => [careEntityId, new Set(codes)]));
}
