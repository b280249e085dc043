import { crossTenantPolicy, messagingTableNames, messagingTables, projection, sharedPolicies, tenantPolicies } from '@hhp/messaging';
import { staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { countyGroups } from './county-groups.js';
import { enrollmentFigures } from './enrollment-figures.js';
import { referralFigures } from './referral-figures.js';

const counties = countyGroups.flatMap(({ number, counties: each }) => each.map(([fips, name]) => `('${fips}', '${name}', ${number})`)).join(', ');

/** What reporting counts: spans of enrolment, outcomes of referrals, listings of organizations, disclosures, accesses, and the counties of the programme. */
export class CreateReporting1764000000000 implements MigrationInterface {
  name = 'CreateReporting1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE county (fips text PRIMARY KEY, name text NOT NULL, group_number integer NOT NULL);
      INSERT INTO county VALUES ${counties};
      ${sharedPolicies('county')}
      ${projection(`
        CREATE TABLE enrollment_span (
          tenant text NOT NULL, enrollment_id uuid NOT NULL, member_id uuid NOT NULL, contract_code text NOT NULL, county text NOT NULL,
          population text NOT NULL, enrolled_on date NOT NULL, disenrolled_on date, voided boolean NOT NULL DEFAULT false,
          enrolled_event uuid NOT NULL, ended_event uuid, said_at timestamptz NOT NULL, PRIMARY KEY (tenant, enrollment_id));
        CREATE INDEX enrollment_span_member ON enrollment_span (member_id, tenant);
        ${tenantPolicies('enrollment_span')} ${crossTenantPolicy('enrollment_span')}
        CREATE TABLE referral_outcome (
          tenant text NOT NULL, referral_id uuid NOT NULL, member_id uuid NOT NULL, need_id uuid NOT NULL, organization_id uuid NOT NULL,
          sent_at timestamptz NOT NULL, sent_on date NOT NULL, continuation jsonb NOT NULL, voided boolean NOT NULL, receipt text NOT NULL,
          received_on date, one_off boolean NOT NULL, in_service boolean NOT NULL, close_outcome text, outcome jsonb NOT NULL,
          said_at timestamptz NOT NULL, PRIMARY KEY (tenant, referral_id));
        CREATE INDEX referral_outcome_sent ON referral_outcome (tenant, sent_on);
        CREATE INDEX referral_outcome_need ON referral_outcome (need_id, tenant);
        ${tenantPolicies('referral_outcome')} ${crossTenantPolicy('referral_outcome')}
        CREATE TABLE listed_organization (
          organization_id uuid NOT NULL, listed_on date NOT NULL, withdrawn_on date, name text NOT NULL, PRIMARY KEY (organization_id, listed_on));
        ${sharedPolicies('listed_organization')}
        CREATE TABLE disclosure (
          tenant text NOT NULL, disclosure_id uuid NOT NULL, member_id uuid NOT NULL, recipient_organization_id uuid NOT NULL, referral_id uuid,
          data_classes text[] NOT NULL, purpose text NOT NULL, consent_id uuid NOT NULL, consent_version integer, notice text, channel text NOT NULL,
          disclosed_at timestamptz NOT NULL, PRIMARY KEY (tenant, disclosure_id));
        CREATE INDEX disclosure_member ON disclosure (tenant, member_id, disclosed_at);
        ${tenantPolicies('disclosure')}
        CREATE TABLE access (
          tenant text NOT NULL, service text NOT NULL, position bigint NOT NULL, at timestamptz NOT NULL, actor text NOT NULL, role text NOT NULL,
          organization text, on_behalf_of text, purpose text NOT NULL, route text NOT NULL, kind text NOT NULL, code text, member_ids uuid[] NOT NULL,
          correlation_id text NOT NULL, PRIMARY KEY (tenant, service, position));
        CREATE INDEX access_actor ON access (tenant, actor, at, service, position);
        ${tenantPolicies('access')}`)}
      ${enrollmentFigures}
      ${referralFigures}
      ${messagingTables}`);
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION restricted_staff; DROP FUNCTION state_referrals_applied_until, state_referrals_by_organization, state_referral_figures, referrals_applied_until,
        referrals_by_organization, referral_figures, referral_figure_rows, state_enrollment_figures, enrollment_figures;
      DROP TABLE ${messagingTableNames}, ${staffTableNames}, access, disclosure, listed_organization, referral_outcome, enrollment_span, county`);
  }
}
