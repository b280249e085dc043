import { crossTenantPolicy, sharedPolicies } from './policies.js';

const none = '0'.repeat(64);

/**
 * Who saw or changed what, and the chain over it (docs/audit.md). Rows and links are only ever added. `audit_head` is the writer's own note of how
 * far it has come: `floor` is the id up to which every row is chained or will never be; nobody has to believe it, the verifier does not.
 */
export const auditTables = `
  CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), tenant text NOT NULL, actor text NOT NULL,
    role text NOT NULL, organization text, on_behalf_of text, purpose text NOT NULL, route text NOT NULL, request_id text NOT NULL,
    correlation_id text NOT NULL, kind text NOT NULL CHECK (kind IN ('change', 'read', 'refusal', 'disclosure')), code text, member_ids uuid[] NOT NULL);
  CREATE INDEX audit_entry_members ON audit_entry USING gin (member_ids);
  CREATE INDEX audit_entry_actor ON audit_entry (tenant, actor, at);
  ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY; ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
  CREATE POLICY added_by_anyone ON audit_entry FOR INSERT WITH CHECK (true);
  CREATE POLICY own_plan ON audit_entry FOR SELECT USING (tenant = ANY (hhp_tenants()));
  ${crossTenantPolicy('audit_entry')}
  CREATE TABLE audit_link (position bigint PRIMARY KEY, entry bigint NOT NULL UNIQUE, hash bytea NOT NULL);
  CREATE TABLE audit_head (
    single boolean PRIMARY KEY DEFAULT true CHECK (single), position bigint NOT NULL, hash bytea NOT NULL, floor bigint NOT NULL,
    checkpointed bigint NOT NULL, checkpointed_at timestamptz NOT NULL);
  ${['audit_link', 'audit_head'].map(sharedPolicies).join('\n')}
  INSERT INTO audit_head VALUES (true, 0, '\\x${none}', 0, 0, clock_timestamp());`;

/** The chain goes over the rows of all plans; whoever writes it is told ids and codes, and nothing else is in the rows. */
export const auditFunctions = `
  CREATE FUNCTION audit_unchained(above bigint, most integer) RETURNS TABLE (
    id text, at text, tenant text, actor text, role text, organization text, on_behalf_of text, purpose text, route text, request_id text,
    correlation_id text, kind text, code text, member_ids text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off SET enable_hashjoin = off AS $$
    SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.tenant, e.actor, e.role, e.organization, e.on_behalf_of,
           e.purpose, e.route, e.request_id, e.correlation_id, e.kind, e.code, e.member_ids::text[]
      FROM audit_entry e
     WHERE e.id > $1 AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry = e.id AND l.entry > $1)
     ORDER BY e.id LIMIT $2
  $$;
  CREATE FUNCTION audit_waits_seconds() RETURNS double precision
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off SET enable_hashjoin = off AS $$
    SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.at)), 0)::double precision
      FROM audit_entry e, (SELECT floor FROM audit_head) h
     WHERE e.id > h.floor AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry = e.id AND l.entry > h.floor)
  $$;`;

export const auditTableNames = ['audit_entry', 'audit_link', 'audit_head'] as const;
