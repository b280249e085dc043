import { messagingTableNames, messagingTables, sharedPolicies } from '@hhp/messaging';
import { staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What organizations and services have in common: where they come from, and whether a person changed them since. */
const standing = `id uuid PRIMARY KEY, version integer NOT NULL, source text NOT NULL, source_id text NOT NULL, listed boolean NOT NULL,
  edited boolean NOT NULL, hash text NOT NULL, source_hash text NOT NULL, name text NOT NULL, record jsonb NOT NULL, words tsvector NOT NULL,
  changed_at timestamptz NOT NULL`;

const tables = ['organization', 'service', 'service_place', 'opening', 'capacity_report', 'taxonomy_term', 'directory_import', 'quarantined_row'];

/** The directory, shared by all plans: records in the words of HSDS, with real columns for what is searched. */
export class CreateDirectory1764000000000 implements MigrationInterface {
  name = 'CreateDirectory1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE organization (${standing});
      CREATE INDEX organization_words ON organization USING gin (words);
      CREATE TABLE service (
        ${standing}, organization_id uuid NOT NULL REFERENCES organization, status text NOT NULL, categories text[] NOT NULL, languages text[] NOT NULL,
        terms uuid[] NOT NULL, taxonomies text[] NOT NULL,
        capacity_status text, capacity_available integer, capacity_earliest_start date, capacity_as_of timestamptz);
      CREATE INDEX service_organization ON service (organization_id);
      CREATE INDEX service_categories ON service USING gin (categories) WHERE listed;
      CREATE INDEX service_words ON service USING gin (words) WHERE listed;
      CREATE INDEX service_changed ON service (changed_at, id) WHERE listed;
      CREATE TABLE service_place (
        service_id uuid NOT NULL REFERENCES service, nth smallint NOT NULL, location_id uuid, latitude double precision, longitude double precision,
        hours_known boolean NOT NULL, PRIMARY KEY (service_id, nth));
      CREATE TABLE opening (
        service_id uuid NOT NULL, place smallint NOT NULL, nth smallint NOT NULL, days text[], valid_from date, valid_to date, yearly boolean NOT NULL,
        replaces boolean NOT NULL, opens smallint, closes smallint, PRIMARY KEY (service_id, place, nth),
        FOREIGN KEY (service_id, place) REFERENCES service_place ON DELETE CASCADE);
      CREATE TABLE capacity_report (
        id uuid PRIMARY KEY, service_id uuid NOT NULL REFERENCES service, status text NOT NULL, available integer, earliest_start date,
        as_of timestamptz NOT NULL, said_by text NOT NULL, recorded_at timestamptz NOT NULL);
      CREATE INDEX capacity_report_service ON capacity_report (service_id, as_of);
      CREATE TABLE taxonomy_term (
        source text NOT NULL, code text NOT NULL, name text NOT NULL, parent_code text, hash text NOT NULL, PRIMARY KEY (source, code));
      CREATE TABLE directory_import (
        id uuid PRIMARY KEY, source text NOT NULL, format text NOT NULL, begun_by text NOT NULL, begun_at timestamptz NOT NULL, ended_at timestamptz,
        totals jsonb);
      CREATE TABLE quarantined_row (
        import_id uuid NOT NULL REFERENCES directory_import, nth integer NOT NULL, file text NOT NULL, reference text NOT NULL, reasons text[] NOT NULL,
        PRIMARY KEY (import_id, nth));
      ${tables.map(sharedPolicies).join('\n')}
      ${openAt}
      ${messagingTables}`);
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION restricted_staff; DROP FUNCTION place_is_open; DROP FUNCTION opening_holds; DROP TABLE ${messagingTableNames}, ${staffTableNames}, ${[...tables].reverse().join(', ')}`);
  }
}

/**
 * Whether a place is open: `open`, `closed`, or `unknown` when nothing that is understood holds on that day. Asked with the day and its
 * codes (`MO`, `2MO`, `D14` …) and with the day before, for hours that span midnight.
 */
const openAt = `
  CREATE FUNCTION opening_holds(o opening, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN o.yearly AND to_char(o.valid_from, 'MMDD') <= to_char(o.valid_to, 'MMDD')
                  THEN to_char(day, 'MMDD') BETWEEN to_char(o.valid_from, 'MMDD') AND to_char(o.valid_to, 'MMDD')
                WHEN o.yearly THEN to_char(day, 'MMDD') >= to_char(o.valid_from, 'MMDD') OR to_char(day, 'MMDD') <= to_char(o.valid_to, 'MMDD')
                ELSE (o.valid_from IS NULL OR o.valid_from <= day) AND (o.valid_to IS NULL OR day <= o.valid_to) END
  $$;
  CREATE FUNCTION place_is_open(
    place service_place, day date, codes text[], minute integer, day_before date, codes_before text[]
  ) RETURNS text LANGUAGE sql STABLE AS $$
    WITH held AS (
      SELECT o.replaces, o.days, o.opens, o.closes, asked.codes, asked.minute, asked.today,
             bool_or(o.replaces) OVER (PARTITION BY asked.today) AS replaced
        FROM opening o, (VALUES (day, codes, minute, true), (day_before, codes_before, minute + 1440, false)) AS asked (day, codes, minute, today)
       WHERE o.service_id = place.service_id AND o.place = place.nth AND opening_holds(o, asked.day)
         AND (NOT o.replaces OR o.days IS NULL OR o.days && asked.codes)),
    counted AS (SELECT * FROM held WHERE replaces = replaced)
    SELECT CASE WHEN EXISTS (SELECT 1 FROM counted c WHERE (c.days IS NULL OR c.days && c.codes) AND c.minute >= c.opens AND c.minute < c.closes) THEN 'open'
                WHEN EXISTS (SELECT 1 FROM counted c WHERE c.today AND c.replaces) THEN 'closed'
                WHEN place.hours_known AND EXISTS (SELECT 1 FROM counted c WHERE c.today) THEN 'closed'
                ELSE 'unknown' END
  $$;`;
