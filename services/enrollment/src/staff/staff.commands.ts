import { Refused } from '@hhp/domain-kit';
import { type Caller, change, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { servingCareEntities } from '../plan-contract/plan-contract.projection.js';
import { administratorOf, inHouse, people, peopleBySubject } from './register.js';
import { begin, changeRoles, isInReach, mustAdminister, type Register, register, reinstate, type StaffEvent, suspend } from './staff.js';

export interface PersonAnswer {
  readonly personId: string;
  readonly subject: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly roles: readonly string[];
  readonly suspended: boolean;
}

/** The people of a plan, of its CB-CMEs, or of an organization of its own: who they are to the identity provider, and what they may do. */
@Injectable()
export class StaffCommands {
  constructor(private readonly transactions: Transactions) {}

  register(caller: Caller, command: Register, name: string): Promise<{ personId: string }> {
    return this.transactions.command(inHouse(caller), async (tx) => {
      const by = await administratorOf(tx);
      const organizationId = caller.tenants.length > 0 ? command.organizationId : by.organizationId;
      const { personId, subject, roles } = command;
      const wanted = { personId, subject, roles, ...(organizationId ? { organizationId } : {}) };
      const others = await peopleBySubject(tx, [subject]);
      if ((others.get(subject)?.personId ?? personId) !== personId) throw new Refused('subject-registered', 'They are registered already', 'conflict', ['subject']);
      if (caller.tenants.length > 0 && organizationId) await mustServe(tx, organizationId);
      const beginning = by.empty && subject === by.actor;
      await change(tx, people, personId, (person) => (beginning && person === 'unknown' ? begin(personId, by) : register(person, wanted, by)));
      await tx.query(
        `INSERT INTO staff_name (tenant, person_id, name) VALUES ($1, $2, $3) ON CONFLICT (tenant, person_id) DO UPDATE SET name = excluded.name`,
        [tx.tenant, personId, name]);
      return { personId };
    });
  }

  changeRoles(caller: Caller, personId: string, roles: readonly string[]): Promise<{ personId: string }> {
    return this.decide(caller, personId, (person, by) => changeRoles(person, roles, by));
  }

  suspend(caller: Caller, personId: string, reason: string): Promise<{ personId: string }> {
    return this.decide(caller, personId, (person, by) => suspend(person, reason, by));
  }

  reinstate(caller: Caller, personId: string): Promise<{ personId: string }> {
    return this.decide(caller, personId, reinstate);
  }

  list(caller: Caller): Promise<{ people: PersonAnswer[] }> {
    return this.transactions.read(inHouse(caller), async (tx) => {
      const by = await administratorOf(tx);
      mustAdminister(by);
      const rows = await tx.query<PersonAnswer>(
        `SELECT p.id AS "personId", subject, name, organization_id AS "organizationId", roles, suspended
           FROM staff_person p JOIN staff_name n ON n.tenant = p.tenant AND n.person_id = p.id
          WHERE p.tenant = $1 AND ($2::uuid IS NULL OR organization_id = $2) ORDER BY name, p.id LIMIT 5000`,
        [tx.tenant, by.role === 'cb-cme-supervisor' ? by.organizationId : null]);
      return { people: rows.filter(({ organizationId, ...person }) => isInReach({ ...person, ...(organizationId ? { organizationId } : {}) }, by)) };
    });
  }

  private decide(
    caller: Caller, personId: string, decide: (person: Parameters<typeof suspend>[0], by: Parameters<typeof suspend>[2]) => StaffEvent[],
  ): Promise<{ personId: string }> {
    return this.transactions.command(inHouse(caller), async (tx) => {
      const by = await administratorOf(tx);
      await change(tx, people, personId, (person) => decide(person, by));
      return { personId };
    });
  }
}

/** A CB-CME whose people are registered under a plan is one that serves its members. */
async function mustServe(tx: Tx, careEntityId: string): Promise<void> {
  if (!(await servingCareEntities(tx)).has(careEntityId)) {
    throw new Refused('care-entity-unknown', 'The organization is no CB-CME of this plan', 'invalid', ['organizationId']);
  }
}
