import { crossTenantPolicy, messagingTableNames, messagingTables, projection, sharedPolicies, tenantPolicies } from '@hhp/messaging';
import { disclosureTableNames, disclosureTables, staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages and what became of them, invitations with their links, and what is remembered of people, organizations and consents. */
export class CreateNotification1764000000000 implements MigrationInterface {
  name = 'CreateNotification1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ${messagingTables}
      CREATE TABLE known_referral (
        tenant text NOT NULL, referral_id uuid NOT NULL, member_id uuid NOT NULL, organization_id uuid NOT NULL, service_id uuid NOT NULL,
        need_category text NOT NULL, data_classes text[] NOT NULL, owner_id text, channel text, consent_id uuid, respond_by timestamptz,
        answer text, ended boolean NOT NULL DEFAULT false, PRIMARY KEY (tenant, referral_id));
      CREATE INDEX known_referral_of_member ON known_referral (tenant, member_id);
      ${tenantPolicies('known_referral')}

      CREATE TABLE invitation (
        tenant text NOT NULL, id uuid NOT NULL, referral_id uuid NOT NULL, version integer NOT NULL DEFAULT 0,
        acknowledged boolean NOT NULL DEFAULT false, answer text, settled boolean NOT NULL DEFAULT false,
        PRIMARY KEY (tenant, id), UNIQUE (tenant, referral_id));
      ${tenantPolicies('invitation')}

      CREATE TABLE link (
        tenant text NOT NULL, token_hash bytea NOT NULL, invitation_id uuid, member_id uuid, message_id uuid NOT NULL, expires_at timestamptz NOT NULL,
        CHECK ((invitation_id IS NULL) <> (member_id IS NULL)),
        PRIMARY KEY (tenant, token_hash), FOREIGN KEY (tenant, invitation_id) REFERENCES invitation (tenant, id));
      CREATE INDEX link_by_token ON link (token_hash);
      CREATE INDEX link_of_member ON link (tenant, member_id) WHERE member_id IS NOT NULL;
      CREATE UNIQUE INDEX link_of_message ON link (tenant, message_id);
      ${tenantPolicies('link')} ${crossTenantPolicy('link')}

      CREATE TABLE member_answer (
        tenant text NOT NULL, referral_id uuid NOT NULL, id uuid NOT NULL, answer text NOT NULL, answer_on date NOT NULL, version integer NOT NULL,
        PRIMARY KEY (tenant, referral_id));
      ${tenantPolicies('member_answer')}

      CREATE TABLE message (
        tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL DEFAULT 0, referral_id uuid, member_id uuid NOT NULL,
        template text NOT NULL, occasion text NOT NULL, recipient_kind text NOT NULL, step text NOT NULL, state text NOT NULL DEFAULT 'queued',
        reason text, wrapped_token text, attempts integer NOT NULL DEFAULT 0, possible_repeats integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL, next_attempt_at timestamptz NOT NULL, claim uuid, claimed_until timestamptz,
        leaving_at timestamptz, leaving_consent_id uuid, leaving_consent_version integer, disclosure_id uuid, held_at timestamptz, sent_at timestamptz,
        notify_organization uuid,
        PRIMARY KEY (tenant, id), UNIQUE NULLS NOT DISTINCT (tenant, referral_id, template, occasion));
      CREATE INDEX message_waiting ON message (next_attempt_at) WHERE state IN ('queued', 'held');
      CREATE INDEX message_of_member ON message (tenant, member_id) WHERE state IN ('queued', 'held');
      ${tenantPolicies('message')} ${crossTenantPolicy('message')}

      CREATE TABLE page_shown (
        tenant text NOT NULL, referral_id uuid NOT NULL, consent_id uuid NOT NULL, consent_version integer NOT NULL,
        PRIMARY KEY (tenant, referral_id, consent_id, consent_version));
      ${tenantPolicies('page_shown')}

      CREATE TABLE withdrawn_consent (tenant text NOT NULL, consent_id uuid NOT NULL, PRIMARY KEY (tenant, consent_id));
      ${tenantPolicies('withdrawn_consent')}

      CREATE TABLE webhook_endpoint (
        organization_id uuid PRIMARY KEY, url text NOT NULL, wrapped_secret text NOT NULL, wrapped_old_secret text, old_until timestamptz,
        declared_at timestamptz NOT NULL, failures integer NOT NULL DEFAULT 0, open_until timestamptz);
      ${sharedPolicies('webhook_endpoint')}

      CREATE TABLE staff_contact (
        tenant text NOT NULL, actor text NOT NULL, email text NOT NULL, supervisor text, privacy_officer boolean NOT NULL DEFAULT false, PRIMARY KEY (tenant, actor));
      CREATE UNIQUE INDEX staff_contact_privacy_officer ON staff_contact (tenant) WHERE privacy_officer;
      ${tenantPolicies('staff_contact')}

      ${acrossTenants}`);
    await db.query(disclosureTables);
    await db.query(projection(`
      CREATE TABLE known_key (tenant text NOT NULL, member_id uuid NOT NULL, wrapped_key text, PRIMARY KEY (tenant, member_id));
      CREATE TABLE known_profile (tenant text NOT NULL, member_id uuid NOT NULL, sealed text NOT NULL, PRIMARY KEY (tenant, member_id));
      ${tenantPolicies('known_key')}
      ${tenantPolicies('known_profile')}
      CREATE TABLE known_organization (organization_id uuid PRIMARY KEY, name text NOT NULL, email text);
      CREATE TABLE known_service (service_id uuid PRIMARY KEY, organization_id uuid NOT NULL, email text);
      ${sharedPolicies('known_organization')}
      ${sharedPolicies('known_service')}`));
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION restricted_staff; DROP FUNCTION due_messages, due_notices, plan_of_token;
      DROP TABLE ${messagingTableNames}, ${staffTableNames}, ${disclosureTableNames}, known_service, known_organization, known_profile, known_key, staff_contact,
        webhook_endpoint, withdrawn_consent, page_shown, message,
        member_answer, link, invitation, known_referral`);
  }
}

/** The three ways across tenants, all ids only: which messages and notices are due, and to which plan a link belongs. */
const acrossTenants = `
  CREATE FUNCTION due_messages(now timestamptz, most integer) RETURNS TABLE (tenant text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT m.tenant, m.id FROM message m
     WHERE m.notify_organization IS NULL AND m.state IN ('queued', 'held') AND m.next_attempt_at <= $1 AND (m.claimed_until IS NULL OR m.claimed_until <= $1)
     ORDER BY m.next_attempt_at LIMIT $2
  $$;
  CREATE FUNCTION due_notices(now timestamptz, most integer) RETURNS TABLE (tenant text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT due.tenant, due.id FROM (
      SELECT DISTINCT ON (m.notify_organization) m.tenant, m.id, m.next_attempt_at
        FROM message m LEFT JOIN webhook_endpoint w ON w.organization_id = m.notify_organization
       WHERE m.notify_organization IS NOT NULL AND m.state IN ('queued', 'held') AND m.next_attempt_at <= $1 AND coalesce(w.open_until, '-infinity') <= $1
         AND NOT EXISTS (SELECT FROM message on_its_way WHERE on_its_way.notify_organization = m.notify_organization
                            AND on_its_way.state IN ('queued', 'held') AND on_its_way.claimed_until > $1)
       ORDER BY m.notify_organization, m.created_at, m.id) AS due
     ORDER BY due.next_attempt_at LIMIT $2
  $$;
  CREATE FUNCTION plan_of_token(hash bytea) RETURNS TABLE (tenant text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT l.tenant FROM link l WHERE l.token_hash = $1
  $$;`;
