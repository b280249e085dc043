import { migrate, messagingTables, projection, provisionDatabase, sharedPolicies, tenantPolicies } from '@hhp/messaging';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withVirtualClock } from './sessions.js';

class CreateSimulation1764000000000 implements MigrationInterface {
  name = 'CreateSimulation1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`${withVirtualClock(messagingTables)}
      CREATE TABLE thing (tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL, PRIMARY KEY (tenant, id));
      ${tenantPolicies('thing')}
      CREATE TABLE mended (yes boolean); ${sharedPolicies('mended')}
      ${projection(`CREATE TABLE effect (
          nth bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, partition integer NOT NULL, record_offset bigint NOT NULL,
          aggregate uuid, version integer NOT NULL);
        ${sharedPolicies('effect')}`)}`);
  }

  async down(): Promise<void> { /* the database is thrown away */ }
}

export interface SimulationDatabase {
  readonly serviceUrl: string;
  readonly admin: pg.Client;
  drop(): Promise<void>;
}

/** A database of its own for one worker, with the schema of the library and a clock that the schedule sets. */
export async function createDatabase(serverUrl: string): Promise<SimulationDatabase> {
  const name = `sim_${randomBytes(6).toString('hex')}`;
  const server = new pg.Client(serverUrl);
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(`
    CREATE SCHEMA sim; CREATE TABLE sim.clock (now timestamptz NOT NULL); INSERT INTO sim.clock VALUES ('epoch');
    CREATE FUNCTION sim.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now FROM sim.clock';
    GRANT USAGE ON SCHEMA sim TO PUBLIC; GRANT SELECT ON sim.clock TO PUBLIC`);
  const urls = await provisionDatabase(url, 'stage', { password: 'simulation', rolePrefix: name });
  await admin.query(`ALTER ROLE ${name}_stage SET deadlock_timeout = '5ms'`);
  await migrate(urls.ownerUrl, [CreateSimulation1764000000000]);
  await admin.query(`SET search_path = stage; INSERT INTO reader (name) VALUES ('effects')`);
  return {
    serviceUrl: urls.serviceUrl, admin, drop: async () => {
      await admin.end();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      for (const role of ['', '_owner', '_relay']) await server.query(`DROP ROLE IF EXISTS ${name}_stage${role}`);
      await server.end();
    },
  };
}

/** As if nothing had ever happened. */
export const emptyDatabase = (admin: pg.Client): Promise<unknown> => admin.query(`
  DELETE FROM thing; DELETE FROM mended; DELETE FROM effect; DELETE FROM outbox; DELETE FROM reader_watermark; DELETE FROM reader_version;
  DELETE FROM parked_key; DELETE FROM discarded_event; DELETE FROM deadline; DELETE FROM idempotency_key; DELETE FROM audit_entry;
  UPDATE reader SET generation = 1, rests_until = NULL, rebuild = NULL, rebuilds_until = NULL; UPDATE sim.clock SET now = 'epoch';
  DROP SCHEMA IF EXISTS stage__effects CASCADE`);

export const setClock = (admin: pg.Client, now: number): Promise<unknown> => admin.query('UPDATE sim.clock SET now = $1', [new Date(now)]);
