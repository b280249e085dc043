import { messagingTableNames, messagingTables, projection, tenantPolicies } from '@hhp/messaging';
import { staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const own = ['screening', 'screening_answers', 'need', 'need_note', 'action_plan', 'plan_of_member', 'action_plan_version'];
const aggregate = 'tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL';

/** Screenings, needs, Health Action Plans and the needed-versus-received ledger. Words of members live here and in no event. */
export class CreateAssessment1764000000000 implements MigrationInterface {
  name = 'CreateAssessment1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE screening (${aggregate}, member_id uuid NOT NULL, PRIMARY KEY (tenant, id));
      CREATE INDEX screening_member ON screening (member_id, tenant);
      CREATE TABLE screening_answers (
        tenant text NOT NULL, screening_id uuid NOT NULL, instrument text NOT NULL, recorded_at timestamptz NOT NULL, answers jsonb NOT NULL,
        findings jsonb NOT NULL, PRIMARY KEY (tenant, screening_id));
      CREATE TABLE need (${aggregate}, member_id uuid NOT NULL, category text NOT NULL, confirmed_status text, PRIMARY KEY (tenant, id));
      CREATE INDEX need_member ON need (member_id, tenant);
      CREATE TABLE need_note (tenant text NOT NULL, need_id uuid NOT NULL, note text NOT NULL, PRIMARY KEY (tenant, need_id));
      CREATE TABLE action_plan (${aggregate}, PRIMARY KEY (tenant, id));
      CREATE TABLE plan_of_member (tenant text NOT NULL, member_id uuid NOT NULL, plan_id uuid NOT NULL, PRIMARY KEY (tenant, member_id));
      CREATE TABLE action_plan_version (
        tenant text NOT NULL, plan_id uuid NOT NULL, plan_version integer NOT NULL, agreed_on date NOT NULL, reason text NOT NULL, reason_note text,
        need_ids uuid[] NOT NULL, words jsonb NOT NULL, recorded_at timestamptz NOT NULL, PRIMARY KEY (tenant, plan_id, plan_version));
      CREATE FUNCTION refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an agreed version is never edited'; END $$;
      CREATE TRIGGER action_plan_version_stands BEFORE UPDATE OR DELETE ON action_plan_version FOR EACH ROW EXECUTE FUNCTION refuse_edit();
      ${own.map((table) => tenantPolicies(table)).join('\n')}
      ${projection(`
        CREATE TABLE known_member (
          tenant text NOT NULL, member_id uuid NOT NULL, enrollment_id uuid NOT NULL, care_entity_id uuid NOT NULL, coordinator_id text,
          enrolled_on date NOT NULL, plan_due_on date NOT NULL, left_on date, PRIMARY KEY (tenant, member_id));
        CREATE INDEX known_member_enrollment ON known_member (enrollment_id, tenant);
        CREATE INDEX known_member_due ON known_member (tenant, plan_due_on) WHERE left_on IS NULL;
        ${tenantPolicies('known_member')}
        CREATE TABLE ledger_line (
          tenant text NOT NULL, referral_id uuid NOT NULL, member_id uuid NOT NULL, line jsonb NOT NULL, moved_at timestamptz NOT NULL,
          PRIMARY KEY (tenant, referral_id));
        CREATE INDEX ledger_line_member ON ledger_line (member_id, tenant);
        ${tenantPolicies('ledger_line')}`)}
      ${messagingTables}`);
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION restricted_staff; DROP TABLE ${messagingTableNames}, ${staffTableNames}, ledger_line, known_member, ${own.join(', ')};
      DROP FUNCTION refuse_edit`);
  }
}
