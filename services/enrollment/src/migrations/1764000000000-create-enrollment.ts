import { messagingTableNames, messagingTables, sharedPolicies, tenantPolicies } from '@hhp/messaging';
import { staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { programmeCalendar } from './programme-calendar.js';

const aggregate = 'tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL';

/** Contracts and care entities are public facts of the whole programme: their codes are one name space, so no two plans can say the same one. */
const programme = `
  CREATE TABLE plan_contract (
    contract_code text PRIMARY KEY, plan_organization text NOT NULL, county text NOT NULL REFERENCES county, product text NOT NULL, population text NOT NULL,
    effective_on date NOT NULL, announced_on date, version integer NOT NULL);
  CREATE INDEX plan_contract_plan ON plan_contract (plan_organization);
  CREATE TABLE care_entity (care_entity_id uuid PRIMARY KEY, name text NOT NULL, version integer NOT NULL);
  CREATE TABLE care_entity_contract (
    contract_code text NOT NULL REFERENCES plan_contract, care_entity_id uuid NOT NULL REFERENCES care_entity, PRIMARY KEY (contract_code, care_entity_id));`;

/** Names, numbers and contacts stand in member_profile alone, sealed; a member is found by a keyed digest of the number. */
const members = `
  CREATE TABLE member (
    ${aggregate}, stage text NOT NULL, county text NOT NULL, contract_code text NOT NULL, population text NOT NULL, verdict text, PRIMARY KEY (tenant, id));
  CREATE INDEX member_stage ON member (stage, tenant, id);
  CREATE TABLE member_profile (
    tenant text NOT NULL, member_id uuid NOT NULL, cin_digest text NOT NULL, profile_digest text NOT NULL, wrapped_key text NOT NULL, sealed text NOT NULL,
    profile_version integer NOT NULL, PRIMARY KEY (tenant, member_id), UNIQUE (tenant, cin_digest));
  CREATE TABLE erasure (
    tenant text NOT NULL, member_id uuid NOT NULL, reason text NOT NULL, erased_at timestamptz NOT NULL, erased_by text NOT NULL,
    PRIMARY KEY (tenant, member_id));
  CREATE TABLE facts_recorded (
    tenant text NOT NULL, record_id uuid NOT NULL, member_id uuid NOT NULL, list_id uuid, stay_id uuid, source text NOT NULL,
    recorded_at timestamptz NOT NULL, recorded_by text NOT NULL, facts jsonb NOT NULL, superseded_at timestamptz, PRIMARY KEY (tenant, record_id));
  CREATE INDEX facts_recorded_member ON facts_recorded (tenant, member_id) WHERE superseded_at IS NULL;
  CREATE UNIQUE INDEX facts_recorded_stay ON facts_recorded (tenant, stay_id) WHERE superseded_at IS NULL;
  CREATE TABLE eligibility_determination (
    tenant text NOT NULL, determination_id uuid NOT NULL, member_id uuid NOT NULL, rule_version text NOT NULL, as_of date NOT NULL, verdict text NOT NULL,
    judgement jsonb NOT NULL, determined_at timestamptz NOT NULL, determined_by text NOT NULL, PRIMARY KEY (tenant, determination_id));
  CREATE INDEX eligibility_determination_member ON eligibility_determination (member_id, tenant, determination_id);
  CREATE TABLE outreach_attempt (
    tenant text NOT NULL, attempt_id uuid NOT NULL, member_id uuid NOT NULL, mode text NOT NULL, result text NOT NULL, attempted_at timestamptz NOT NULL,
    recorded_by text NOT NULL, PRIMARY KEY (tenant, attempt_id), UNIQUE (tenant, member_id, attempted_at, mode));
  CREATE TABLE enrollment (
    tenant text NOT NULL, enrollment_id uuid NOT NULL, member_id uuid NOT NULL, contract_code text NOT NULL, county text NOT NULL, population text NOT NULL,
    care_entity_id uuid NOT NULL, coordinator_id text, enrolled_on date NOT NULL, disenrolled_on date, reason text, voided_on date,
    judgement jsonb NOT NULL, recorded_by text NOT NULL, PRIMARY KEY (tenant, enrollment_id), CHECK (disenrolled_on >= enrolled_on));
  CREATE UNIQUE INDEX enrollment_open ON enrollment (tenant, member_id) WHERE disenrolled_on IS NULL AND voided_on IS NULL;`;

const files = `
  CREATE TABLE engagement_list (
    tenant text NOT NULL, list_id uuid NOT NULL, program_code text NOT NULL, list_run_date date NOT NULL, list_version text NOT NULL,
    received_at timestamptz NOT NULL, PRIMARY KEY (tenant, list_id), UNIQUE (tenant, program_code, list_run_date, list_version));
  CREATE TABLE engagement_list_entry (
    tenant text NOT NULL, list_id uuid NOT NULL, member_id uuid NOT NULL, row_digest text NOT NULL, facts_digest text NOT NULL, care_entity_id uuid,
    assignment_basis text, PRIMARY KEY (tenant, list_id, member_id));
  CREATE TABLE file_import (
    tenant text NOT NULL, import_id uuid NOT NULL, kind text NOT NULL, list_id uuid, received_at timestamptz NOT NULL, received_by text NOT NULL,
    finished_at timestamptz, rows integer NOT NULL DEFAULT 0, accepted integer NOT NULL DEFAULT 0, unchanged integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0, by_county jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (tenant, import_id),
    CONSTRAINT every_row_is_counted CHECK (rows = accepted + unchanged + rejected));
  CREATE INDEX file_import_list ON file_import (list_id, tenant);
  CREATE TABLE file_reject (
    tenant text NOT NULL, import_id uuid NOT NULL, row_number integer NOT NULL, fields text[] NOT NULL, reasons text[] NOT NULL,
    PRIMARY KEY (tenant, import_id, row_number));`;

const consents = `
  CREATE TABLE consent (${aggregate}, member_id uuid NOT NULL, status text NOT NULL, PRIMARY KEY (tenant, id));
  CREATE INDEX consent_member ON consent (member_id, tenant);
  CREATE TABLE consent_document (
    tenant text NOT NULL, document_id uuid NOT NULL, member_id uuid NOT NULL, media_type text NOT NULL, content_digest text NOT NULL, sealed text NOT NULL,
    recorded_by text NOT NULL, recorded_at timestamptz NOT NULL, PRIMARY KEY (tenant, document_id));
  CREATE TABLE consent_form (
    tenant text NOT NULL, consent_id uuid NOT NULL, part2 jsonb NOT NULL, document_id uuid, recorded_by text NOT NULL, recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, consent_id), FOREIGN KEY (tenant, document_id) REFERENCES consent_document (tenant, document_id));`;

/** Staff of plans and of organizations of their own (then the tenant is `organization:<id>`). A name is for whoever administers, and goes nowhere. */
const staff = `
  CREATE TABLE staff_person (
    ${aggregate}, subject text NOT NULL, organization_id uuid, roles text[] NOT NULL, suspended boolean NOT NULL,
    PRIMARY KEY (tenant, id), UNIQUE (tenant, subject));
  CREATE TABLE staff_name (
    tenant text NOT NULL, person_id uuid NOT NULL, name text NOT NULL, PRIMARY KEY (tenant, person_id));
  CREATE TABLE cover (
    ${aggregate}, absent text NOT NULL, covering text NOT NULL, from_on date NOT NULL, until_on date NOT NULL, PRIMARY KEY (tenant, id));
  CREATE TABLE emergency_grant (
    ${aggregate}, member_id uuid NOT NULL, opened_by text NOT NULL, opened_at timestamptz NOT NULL, reviewed boolean NOT NULL, PRIMARY KEY (tenant, id));
  CREATE INDEX emergency_grant_waiting ON emergency_grant (tenant, opened_at) WHERE NOT reviewed;
  CREATE TABLE emergency_words (tenant text NOT NULL, grant_id uuid NOT NULL, explanation text NOT NULL, note text, PRIMARY KEY (tenant, grant_id));
  CREATE INDEX cover_until ON cover (tenant, until_on);
  CREATE INDEX enrollment_panel ON enrollment (tenant, coordinator_id) WHERE disenrolled_on IS NULL AND voided_on IS NULL;`;

const ofPlans = [
  'member', 'member_profile', 'erasure', 'facts_recorded', 'eligibility_determination', 'outreach_attempt', 'enrollment', 'engagement_list',
  'engagement_list_entry', 'file_import', 'file_reject', 'consent', 'consent_form', 'consent_document', 'staff_person', 'staff_name', 'cover',
  'emergency_grant', 'emergency_words',
];
const shared = ['county', 'go_live', 'plan_contract', 'care_entity', 'care_entity_contract'];

/** Plans and their counties, lists, members with their facts and verdicts, enrolments, consents. */
export class CreateEnrollment1764000000000 implements MigrationInterface {
  name = 'CreateEnrollment1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ${programmeCalendar} ${programme} ${members} ${files} ${consents} ${staff}
      ${shared.map(sharedPolicies).join('\n')}
      ${ofPlans.map((table) => tenantPolicies(table)).join('\n')}
      ${messagingTables}`);
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION restricted_staff; DROP TABLE ${[messagingTableNames, staffTableNames, ...ofPlans, ...shared.reverse()].join(', ')}`);
  }
}
