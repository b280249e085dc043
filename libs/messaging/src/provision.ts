import pg from 'pg';

export interface ServiceUrls {
  /** The service's own role: owner of nothing, bound by every policy. */
  readonly serviceUrl: string;
  /** Owns the schema; migrations only. */
  readonly ownerUrl: string;
  /** Streams the outbox out of the WAL; reads nothing else. */
  readonly relayUrl: string;
}

const { escapeIdentifier: name, escapeLiteral: text } = pg;

/** `hospital-feed` has the schema `hospital_feed`. */
export const schemaOf = (service: string): string => service.replaceAll('-', '_');

/**
 * Prepares the schema and the three roles of a service in the database of an administrator's URL. Told again it changes nothing
 * but the password.
 */
export async function provisionDatabase(adminUrl: string, service: string, options: { password: string; rolePrefix?: string }): Promise<ServiceUrls> {
  const schema = schemaOf(service);
  const role = `${options.rolePrefix ?? 'hhp'}_${schema}`;
  const [owner, relay] = [`${role}_owner`, `${role}_relay`];
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ database: string }>('SELECT current_database() AS database');
    await client.query(rolesSql({ schema, role, owner, relay, database: name(rows[0]!.database) }, options.password));
  } finally {
    await client.end();
  }
  const as = (user: string): string => urlAs(adminUrl, user, options.password);
  return { serviceUrl: as(role), ownerUrl: as(owner), relayUrl: as(relay) };
}

interface Names { readonly schema: string; readonly role: string; readonly owner: string; readonly relay: string; readonly database: string }

function rolesSql({ schema, role, owner, relay, database }: Names, password: string): string {
  const set = (user: string, setting: string): string => `ALTER ROLE ${name(user)} IN DATABASE ${database} SET ${setting};`;
  const make = (user: string, rights: string): string => `
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${text(user)}) THEN CREATE ROLE ${name(user)}; END IF;
    ALTER ROLE ${name(user)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB ${rights} PASSWORD ${text(password)};
    ${set(user, `search_path = ${name(schema)}`)} ${set(user, `hhp.service_role = ${text(role)}`)} ${set(user, `hhp.relay_role = ${text(relay)}`)}`;
  return `
    DO $do$ BEGIN
      PERFORM pg_advisory_xact_lock(hashtextextended('hhp provision', 0));
      ${make(role, 'NOREPLICATION')} ${make(owner, 'NOREPLICATION')} ${make(relay, 'REPLICATION')}
      ${set(role, "statement_timeout = '15s'")} ${set(role, "lock_timeout = '5s'")} ${set(role, "idle_in_transaction_session_timeout = '15s'")}
      REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${database} TO ${name(role)}, ${name(relay)}, ${name(owner)};
      GRANT CREATE ON DATABASE ${database} TO ${name(owner)};
      GRANT ${name(owner)} TO CURRENT_USER;
      CREATE SCHEMA IF NOT EXISTS ${name(schema)} AUTHORIZATION ${name(owner)};
      GRANT USAGE ON SCHEMA ${name(schema)} TO ${name(role)}, ${name(relay)};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${name(role)};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)} GRANT USAGE ON SEQUENCES TO ${name(role)};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
      ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)} GRANT EXECUTE ON FUNCTIONS TO ${name(role)}, ${name(relay)};
    END $do$;`;
}

function urlAs(adminUrl: string, user: string, password: string): string {
  const url = new URL(adminUrl);
  [url.username, url.password] = [encodeURIComponent(user), encodeURIComponent(password)];
  return url.href;
}
