import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { plainIdentifier } from '../person/person.js';
import { settle, withMembers } from '../stay/stay.commands.js';
import { holdFacilityStay, matchOne } from '../stay/stays.js';
import { Vault } from '../vault.js';

export interface UnmatchedStay {
  readonly stayId: string;
  readonly matching: 'unknown-person' | 'uncertain';
  readonly heardAt: string;
  readonly controlIds: readonly string[];
}

/** Stays that wait for a person to say whose they are. */
@Injectable()
export class UnmatchedStaysCommands {
  constructor(private readonly transactions: Transactions, private readonly vault: Vault) {}

  list(caller: Caller): Promise<{ stays: UnmatchedStay[] }> {
    return this.transactions.read(caller, async (tx) => ({
      stays: await tx.query<UnmatchedStay>(
        `SELECT s.id AS "stayId", s.matching, s.heard_at AS "heardAt",
                (SELECT array_agg(m.control_id ORDER BY m.received_at) FROM stay_fact f JOIN hospital_message m ON m.id = f.message_id WHERE f.stay_id = s.id) AS "controlIds"
           FROM stay s WHERE s.facility_id = $1 AND s.matching <> 'matched' ORDER BY s.matching, s.heard_at DESC LIMIT 200`, [caller.organization ?? '']),
    }));
  }

  /** What the hospital's person says is recorded with the request; whom it concerns is settled for each plan as a message would. */
  async identify(caller: Caller, stayId: string, cin: string): Promise<{ stayId: string }> {
    const facilityId = caller.organization ?? '';
    const answer = await this.transactions.command(caller, async (tx) => {
      if (!await holdFacilityStay(tx, facilityId, stayId)) throw notFound('stay');
      return { stayId };
    });
    let tenants: readonly string[] = [];
    for (;;) {
      // What is settled for a plan stands in the audit of that plan; before one is known, the request's own row says it all.
      const needs = await this.transactions.system(tenants, (tx) => this.settle(tx, facilityId, stayId, cin, tenants), tenants.length > 0 ? caller : undefined);
      if (needs.length === 0) return answer;
      tenants = [...tenants, ...needs];
    }
  }

  private async settle(tx: Tx, facilityId: string, stayId: string, cin: string, tenants: readonly string[]): Promise<readonly string[]> {
    await matchOne(tx);
    const row = await holdFacilityStay(tx, facilityId, stayId);
    if (!row) return [];
    const clues = this.vault.keys.clues({ identifiers: [plainIdentifier(cin)], localIds: [] });
    const held = await withMembers(tx, row, clues);
    const needs = held.tenants.filter((tenant) => !tenants.includes(tenant));
    if (needs.length === 0) await settle(tx, { ...held, row });
    return needs;
  }
}
