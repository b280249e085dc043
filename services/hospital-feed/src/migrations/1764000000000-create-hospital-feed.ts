import { crossTenantPolicy, messagingTableNames, messagingTables, projection, sharedPolicies, tenantPolicies } from '@hhp/messaging';
import { staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages as they came, stays as hospitals tell them, and what plans were told of them. */
export class CreateHospitalFeed1764000000000 implements MigrationInterface {
  name = 'CreateHospitalFeed1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ${messagingTables}
      CREATE TABLE feed (
        facility_id text PRIMARY KEY, sending_application text NOT NULL, sending_facility text NOT NULL, zone text NOT NULL,
        answer_mode text NOT NULL, processing_ids text[] NOT NULL, certificates text[] NOT NULL, UNIQUE (sending_application, sending_facility));
      CREATE TABLE hospital_message (
        sending_application text NOT NULL, sending_facility text NOT NULL, control_id text NOT NULL, digest text NOT NULL,
        id uuid NOT NULL UNIQUE, facility_id text, kind text NOT NULL, event text NOT NULL, keeping text NOT NULL, reason text,
        sealed text NOT NULL, wrapped_key text NOT NULL, answers text[] NOT NULL, received_at timestamptz NOT NULL,
        repeats integer NOT NULL DEFAULT 0, same_id_other_bytes boolean NOT NULL,
        PRIMARY KEY (sending_application, sending_facility, control_id, digest));
      CREATE INDEX hospital_message_for_people ON hospital_message (received_at) WHERE keeping IN ('unusable', 'refused');
      CREATE TABLE stay (
        id uuid PRIMARY KEY, facility_id text NOT NULL, status text NOT NULL, state jsonb NOT NULL, clues jsonb NOT NULL,
        tenants text[] NOT NULL, matching text NOT NULL, heard_at timestamptz NOT NULL);
      CREATE INDEX stay_unmatched ON stay (facility_id, heard_at) WHERE matching <> 'matched';
      CREATE TABLE stay_visit (visit text PRIMARY KEY, stay_id uuid NOT NULL REFERENCES stay);
      CREATE TABLE stay_fact (
        stay_id uuid NOT NULL REFERENCES stay, message_id uuid NOT NULL, arrival bigint GENERATED ALWAYS AS IDENTITY, fact jsonb NOT NULL,
        PRIMARY KEY (stay_id, message_id));
      CREATE TABLE stay_key (key text NOT NULL, stay_id uuid NOT NULL REFERENCES stay, PRIMARY KEY (key, stay_id));
      ${['feed', 'hospital_message', 'stay', 'stay_visit', 'stay_fact', 'stay_key'].map((table) => sharedPolicies(table)).join('\n')}

      CREATE TABLE stay_of_member (
        tenant text NOT NULL, hospital_stay_id uuid NOT NULL, facility_id text NOT NULL, member_id uuid NOT NULL, stay_id uuid NOT NULL,
        PRIMARY KEY (tenant, hospital_stay_id));
      CREATE INDEX stay_of_member_member ON stay_of_member (member_id, tenant);
      CREATE TABLE member_stay (tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL, PRIMARY KEY (tenant, id));
      ${tenantPolicies('stay_of_member')}
      ${tenantPolicies('member_stay')}`);
    await db.query(projection(`
      CREATE TABLE known_member (tenant text NOT NULL, member_id uuid NOT NULL, has_left boolean NOT NULL, PRIMARY KEY (tenant, member_id));
      CREATE TABLE known_key (
        tenant text NOT NULL, member_id uuid NOT NULL, wrapped_key text NOT NULL, shredded boolean NOT NULL, PRIMARY KEY (tenant, member_id));
      CREATE TABLE known_profile (
        tenant text NOT NULL, member_id uuid NOT NULL, sealed text NOT NULL, version integer NOT NULL, opened boolean NOT NULL,
        cin_key text, name_key text, family_key text, birth_key text, sex text, PRIMARY KEY (tenant, member_id));
      CREATE INDEX known_profile_cin ON known_profile (cin_key);
      CREATE INDEX known_profile_name ON known_profile (name_key);
      ${tenantPolicies('known_member')}
      ${tenantPolicies('known_key')}
      ${tenantPolicies('known_profile')}
      ${crossTenantPolicy('known_member')}
      ${crossTenantPolicy('known_profile')}`));
    await db.query(membersMatching);
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION restricted_staff; DROP FUNCTION members_matching;
      DROP TABLE ${messagingTableNames}, ${staffTableNames}, known_profile, known_key, known_member, member_stay, stay_of_member, stay_key, stay_fact, stay_visit, stay,
        hospital_message, feed`);
  }
}

/**
 * The one way across tenants: whom the clues of a hospital message may mean, in all plans, as ids and nothing else. A number that
 * fits is contradicted by another family name together with another birth date: a card of somebody else. A name that fits is no candidate when
 * both Medi-Cal numbers are known and differ, and contradicted by another sex.
 */
const membersMatching = `
  CREATE FUNCTION members_matching(identifiers text[], cins text[], name text, family text, birth text, sex text)
  RETURNS TABLE (tenant text, member_id uuid, how text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT p.tenant, p.member_id,
           CASE WHEN p.cin_key = ANY($1) AND p.family_key <> $4 AND p.birth_key <> $5 THEN 'contradicted'
                WHEN p.cin_key = ANY($1) THEN 'identifier'
                WHEN p.sex <> $6 THEN 'contradicted'
                ELSE 'name' END
      FROM known_profile p LEFT JOIN known_member m ON m.tenant = p.tenant AND m.member_id = p.member_id
     WHERE (p.cin_key = ANY($1) OR p.name_key = $3)
       AND (p.cin_key = ANY($1) OR p.cin_key IS NULL OR cardinality($2) = 0)
       AND NOT coalesce(m.has_left, false)
  $$`;
