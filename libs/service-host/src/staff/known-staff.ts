import { crossTenantPolicy, projection, tenantPolicies } from '@hhp/messaging';

/**
 * For the migration of every service: the people it knows of, with the roles that the register gives them, and who covers for whom. Whoever
 * may do less than a token of theirs may say is found in all houses by one function, as ids and codes.
 */
export const staffTables = projection(`
  CREATE TABLE known_staff (
    tenant text NOT NULL, subject text NOT NULL, organization_id uuid, roles text[] NOT NULL, suspended boolean NOT NULL, restricted boolean NOT NULL,
    PRIMARY KEY (tenant, subject));
  CREATE INDEX known_staff_restricted ON known_staff (restricted) WHERE restricted;
  ${tenantPolicies('known_staff')}
  ${crossTenantPolicy('known_staff')}
  CREATE TABLE known_cover (
    tenant text NOT NULL, cover_id uuid NOT NULL, absent text NOT NULL, covering text NOT NULL, from_on date NOT NULL, until_on date NOT NULL,
    PRIMARY KEY (tenant, cover_id));
  CREATE INDEX known_cover_covering ON known_cover (tenant, covering);
  ${tenantPolicies('known_cover')}
  CREATE TABLE known_emergency_grant (
    tenant text NOT NULL, grant_id uuid NOT NULL, member_id uuid NOT NULL, opened_by text NOT NULL, until_at timestamptz NOT NULL, PRIMARY KEY (tenant, grant_id));
  CREATE INDEX known_emergency_grant_holder ON known_emergency_grant (tenant, opened_by, member_id);
  ${tenantPolicies('known_emergency_grant')}`);

/** The same migration runs this after it: a rebuild makes the tables anew and leaves the function. */
export const staffFunctions = `
  CREATE FUNCTION restricted_staff() RETURNS TABLE (tenant text, subject text, organization_id uuid, roles text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT tenant, subject, organization_id, CASE WHEN suspended THEN '{}'::text[] ELSE roles END FROM known_staff WHERE restricted
  $$`;

export const staffTableNames = 'known_staff, known_cover, known_emergency_grant';
