import { messagingTableNames, messagingTables, projection, sharedPolicies, tenantPolicies } from '@hhp/messaging';
import { disclosureTableNames, disclosureTables, staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Referrals, their history, follow-ups after a stay, and what is remembered of members, needs, services and consents. */
export class CreateReferral1764000000000 implements MigrationInterface {
  name = 'CreateReferral1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ${messagingTables}
      CREATE TABLE referral (
        tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL,
        member_id uuid NOT NULL, need_id uuid NOT NULL, organization_id uuid NOT NULL, service_id uuid NOT NULL,
        addressed_to uuid, owner_id text NOT NULL, consent_id uuid, status text NOT NULL, since timestamptz NOT NULL, open boolean NOT NULL,
        next_at timestamptz, next_step text, next_actor text,
        PRIMARY KEY (tenant, id));
      CREATE INDEX referral_of_member ON referral (member_id, tenant, service_id);
      CREATE INDEX referral_addressed ON referral (addressed_to) WHERE addressed_to IS NOT NULL;
      CREATE INDEX referral_of_owner ON referral (tenant, owner_id, next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX referral_at_supervisor ON referral (tenant, next_at) WHERE next_actor = 'supervisor';
      CREATE INDEX referral_open ON referral (tenant) WHERE open;
      ${tenantPolicies('referral', { addressedTo: 'addressed_to' })}

      CREATE TABLE referral_history (
        tenant text NOT NULL, referral_id uuid NOT NULL, version integer NOT NULL,
        type text NOT NULL, data jsonb NOT NULL, actor text NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, referral_id, version));
      ${tenantPolicies('referral_history')}

      CREATE TABLE referral_shown (
        tenant text NOT NULL, referral_id uuid NOT NULL, consent_id uuid NOT NULL, consent_version integer NOT NULL,
        PRIMARY KEY (tenant, referral_id, consent_id, consent_version));
      ${tenantPolicies('referral_shown')}

      CREATE TABLE transition (
        tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL,
        member_id uuid NOT NULL, stay_id uuid NOT NULL, owner_id text, status text NOT NULL,
        discharged_at timestamptz NOT NULL, due_at timestamptz NOT NULL, overdue boolean NOT NULL,
        PRIMARY KEY (tenant, id));
      CREATE INDEX transition_of_member ON transition (member_id, tenant);
      CREATE INDEX transition_open ON transition (tenant, due_at) WHERE status = 'open';
      ${tenantPolicies('transition')}

      CREATE TABLE known_member (
        tenant text NOT NULL, member_id uuid NOT NULL, enrollment_id uuid, coordinator_id text, enrolled boolean NOT NULL,
        PRIMARY KEY (tenant, member_id));
      CREATE INDEX known_member_of_panel ON known_member (tenant, coordinator_id);
      ${tenantPolicies('known_member')}

      CREATE TABLE ignored_input (
        tenant text NOT NULL, event_id uuid NOT NULL, type text NOT NULL, subject text NOT NULL, reason text NOT NULL,
        ignored_at timestamptz NOT NULL, PRIMARY KEY (tenant, event_id));
      ${tenantPolicies('ignored_input')}`);
    await db.query(disclosureTables);
    await db.query(projection(`
      CREATE TABLE known_need (
        tenant text NOT NULL, need_id uuid NOT NULL, member_id uuid NOT NULL, category text NOT NULL, PRIMARY KEY (tenant, need_id));
      ${tenantPolicies('known_need')}
      CREATE TABLE known_organization (organization_id uuid PRIMARY KEY, listed boolean NOT NULL);
      ${sharedPolicies('known_organization')}
      CREATE TABLE known_service (service_id uuid PRIMARY KEY, organization_id uuid NOT NULL, active boolean NOT NULL);
      ${sharedPolicies('known_service')}
      CREATE TABLE known_capacity (service_id uuid PRIMARY KEY, status text NOT NULL, reported_at timestamptz NOT NULL);
      ${sharedPolicies('known_capacity')}`));
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION restricted_staff; DROP TABLE ${messagingTableNames}, ${staffTableNames}, ${disclosureTableNames}, referral, referral_history, referral_shown, transition, known_member, ignored_input,
      known_need, known_organization, known_service, known_capacity`);
  }
}
