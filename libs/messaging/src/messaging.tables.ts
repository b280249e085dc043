import { auditFunctions, auditTableNames, auditTables } from './audit.tables.js';
import { addedByPlan, crossTenantPolicy, sharedPolicies, tenantPolicies } from './policies.js';

/** What every service's schema has before anything else: the function that policies read, and the definitions of its projections. */
export const foundation = `
  CREATE FUNCTION hhp_tenants() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('hhp.tenants', true), ''), '{}')::text[] $$;
  CREATE TABLE projection_definition (nth integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, definition text NOT NULL);
  ${sharedPolicies('projection_definition')}`;

const outbox = `
  CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY, recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(), tenant text NOT NULL,
    topic text NOT NULL, key text NOT NULL, partition integer, headers text NOT NULL, value text
  ) PARTITION BY RANGE (recorded_at);
  CREATE TABLE outbox_rest PARTITION OF outbox DEFAULT;
  ALTER TABLE outbox_rest ENABLE ROW LEVEL SECURITY; ALTER TABLE outbox_rest FORCE ROW LEVEL SECURITY;
  ${addedByPlan('outbox')}
  CREATE TABLE relay_progress (
    slot text PRIMARY KEY, confirmed_lsn pg_lsn NOT NULL DEFAULT '0/0', last_recorded_at timestamptz NOT NULL DEFAULT '-infinity', recovering boolean NOT NULL);
  ${sharedPolicies('relay_progress')}`;

const readers = `
  CREATE TABLE reader (name text PRIMARY KEY, generation integer NOT NULL DEFAULT 1, rests_until timestamptz, rebuild uuid, rebuilds_until timestamptz);
  CREATE TABLE reader_watermark (
    reader text NOT NULL, generation integer NOT NULL, topic text NOT NULL, partition integer NOT NULL, next_offset bigint NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (reader, generation, topic, partition));
  CREATE TABLE reader_version (
    reader text NOT NULL, generation integer NOT NULL, topic text NOT NULL, aggregate text NOT NULL, version integer NOT NULL,
    PRIMARY KEY (reader, generation, topic, aggregate));
  CREATE TABLE parked_key (
    id uuid PRIMARY KEY, reader text NOT NULL, generation integer NOT NULL, topic text NOT NULL, key text NOT NULL, kind text NOT NULL,
    reason text NOT NULL, since timestamptz NOT NULL DEFAULT clock_timestamp(), next_try_at timestamptz NOT NULL, tries integer NOT NULL DEFAULT 0,
    UNIQUE (reader, generation, topic, key));
  CREATE INDEX parked_key_waiting ON parked_key (reader, generation, next_try_at) WHERE kind = 'waiting';
  CREATE TABLE parked_event (
    parked_key uuid NOT NULL REFERENCES parked_key ON DELETE CASCADE, partition integer NOT NULL, record_offset bigint NOT NULL,
    headers text NOT NULL, value text, recorded_at timestamptz NOT NULL, PRIMARY KEY (parked_key, partition, record_offset));
  CREATE TABLE discarded_event (
    reader text NOT NULL, topic text NOT NULL, partition integer NOT NULL, record_offset bigint NOT NULL,
    aggregate text NOT NULL DEFAULT '', version integer NOT NULL DEFAULT 0, discarded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (reader, topic, partition, record_offset));
  CREATE INDEX discarded_event_version ON discarded_event (reader, topic, aggregate) WHERE version > 0;
  ${['reader', 'reader_watermark', 'reader_version', 'parked_key', 'parked_event', 'discarded_event'].map(sharedPolicies).join('\n')}`;

const deadlines = `
  CREATE TABLE deadline (
    tenant text NOT NULL, process text NOT NULL, subject text NOT NULL, kind text NOT NULL, due_at timestamptz NOT NULL, tries integer NOT NULL DEFAULT 0,
    not_before timestamptz, PRIMARY KEY (tenant, process, subject, kind));
  CREATE INDEX deadline_due ON deadline (due_at);
  ${tenantPolicies('deadline')} ${crossTenantPolicy('deadline')}
  CREATE FUNCTION due_deadlines(now timestamptz, most integer) RETURNS TABLE (tenant text, process text, subject text, kind text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT d.tenant, d.process, d.subject, d.kind FROM deadline d
     WHERE d.due_at <= $1 AND (d.not_before IS NULL OR d.not_before <= clock_timestamp()) ORDER BY d.due_at LIMIT $2
  $$;
  CREATE FUNCTION overdue_deadlines(now timestamptz) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT count(*)::integer FROM deadline d WHERE d.due_at < $1
  $$;`;

/** Requests that were answered: a repeat gets the same answer. */
const edge = `
  CREATE TABLE idempotency_key (
    scope text NOT NULL, actor text NOT NULL, route text NOT NULL, key text NOT NULL, step text NOT NULL, fingerprint text NOT NULL, answer jsonb,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (scope, actor, route, key, step));
  CREATE INDEX idempotency_key_age ON idempotency_key (asked_at);
  ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY; ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
  CREATE POLICY own_requests ON idempotency_key USING (scope = current_setting('hhp.scope', true)) WITH CHECK (scope = current_setting('hhp.scope', true));
  CREATE POLICY forget_old ON idempotency_key TO CURRENT_USER USING (true);`;

/** What the service's own role may not do although it owns the work: take back what was said or recorded. */
const rights = `
  DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON outbox, outbox_rest FROM %I', current_setting('hhp.service_role'));
    EXECUTE format('GRANT INSERT ON outbox TO %I', current_setting('hhp.service_role'));
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_link FROM %I', current_setting('hhp.service_role'));
    EXECUTE format('REVOKE INSERT, DELETE, TRUNCATE ON audit_head FROM %I', current_setting('hhp.service_role'));
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON projection_definition FROM %I', current_setting('hhp.service_role'));
    EXECUTE format('CREATE POLICY relayed ON outbox FOR SELECT TO %I USING (true)', current_setting('hhp.relay_role'));
    EXECUTE format('GRANT SELECT ON outbox TO %I', current_setting('hhp.relay_role'));
    EXECUTE format('CREATE PUBLICATION %I FOR TABLE outbox WITH (publish = ''insert'', publish_via_partition_root = true)', current_schema() || '_outbox');
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON relay_progress TO %I', current_setting('hhp.relay_role'));
  END $$;`;

/** Housekeeping and rebuilds need the owner's rights; each function does one thing and takes no SQL from its caller. */
const ownerWork = `
  CREATE FUNCTION keep_outbox(keep_days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE day date; part text; relayed_until timestamptz; dropped integer := 0;
  BEGIN
    FOR day IN SELECT generate_series(current_date, current_date + 3, '1 day')::date LOOP
      part := 'outbox_' || to_char(day, 'YYYYMMDD');
      CONTINUE WHEN to_regclass(part) IS NOT NULL;
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)', part, day, day + 1);
      EXCEPTION WHEN check_violation THEN CONTINUE; -- rows of that day already lie in the rest
      END;
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY; ALTER TABLE %I FORCE ROW LEVEL SECURITY', part, part);
      EXECUTE format('REVOKE ALL ON %I FROM %I', part, current_setting('hhp.service_role', true));
    END LOOP;
    -- A partition goes whole, and only when everything in it was confirmed by Kafka long ago.
    SELECT min(last_recorded_at) INTO relayed_until FROM relay_progress;
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_\\d{8}$' LOOP
      day := to_date(right(part, 8), 'YYYYMMDD');
      IF day + 1 < current_date - keep_days AND day + 1 < relayed_until - interval '1 hour' THEN
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
      END IF;
    END LOOP;
    RETURN dropped;
  END $$;
  CREATE FUNCTION forget_old_requests(keep_days integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH gone AS (DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM idempotency_key WHERE asked_at < clock_timestamp() - make_interval(days => $1) LIMIT 5000)) RETURNING 1)
    SELECT count(*)::integer FROM gone
  $$;
  CREATE FUNCTION keep_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE grown text;
  BEGIN
    FOR grown IN SELECT c.relname FROM pg_class c
                  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) / 8192 > 2 * c.relpages LOOP
      EXECUTE format('ANALYZE (SKIP_LOCKED) %I', grown);
    END LOOP;
  END $$;
  CREATE FUNCTION begin_rebuild(reader_name text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE live text := current_schema(); shadow text := current_schema() || '__' || reader_name; each text;
  BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', shadow);
    EXECUTE format('CREATE SCHEMA %I', shadow);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', shadow, session_user);
    PERFORM set_config('search_path', format('%I, %I', shadow, live), true);
    FOR each IN SELECT definition FROM projection_definition ORDER BY nth LOOP EXECUTE each; END LOOP;
    PERFORM set_config('search_path', live, true);
    RETURN shadow;
  END $$;
  CREATE FUNCTION finish_rebuild(reader_name text, tables text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE live text := current_schema(); shadow text := current_schema() || '__' || reader_name; each text;
  BEGIN
    FOREACH each IN ARRAY tables LOOP
      IF to_regclass(format('%I.%I', shadow, each)) IS NULL THEN RAISE EXCEPTION 'no projection %', each; END IF;
      EXECUTE format('DROP TABLE %I.%I', live, each);
      EXECUTE format('ALTER TABLE %I.%I SET SCHEMA %I', shadow, each, live);
    END LOOP;
    EXECUTE format('DROP SCHEMA %I CASCADE', shadow);
  END $$;
  SELECT keep_outbox(7);`;

/** For the first migration of every service: outbox, bookkeeping of readers, parked keys, deadlines, answered requests, audit. */
export const messagingTables = [outbox, readers, deadlines, edge, auditTables, rights, auditFunctions, ownerWork].join('\n');

/** What `messagingTables` made, for a migration's way back. */
export const messagingTableNames = [
  'outbox', 'relay_progress', 'discarded_event', 'parked_event', 'parked_key', 'reader_version', 'reader_watermark', 'reader', 'deadline', 'idempotency_key',
  ...auditTableNames,
].join(', ');
