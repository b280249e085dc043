import type { Database } from './database.js';

/** The database would let this service see what is not its own; it must not serve. */
export class TenancyUnsafe extends Error {}

const checks: readonly [sql: string, problem: string][] = [
  ['SELECT rolname AS found FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls OR rolreplication OR rolcreaterole)',
    'The database role of this service could go round row-level security'],
  ['SELECT c.relname AS found FROM pg_class c WHERE c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user) LIMIT 1',
    'The database role of this service owns a table'],
  [`SELECT c.relname AS found FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity) LIMIT 1`, 'A table has no forced row-level security'],
  [`SELECT c.relname || '.' || p.polname AS found FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant' AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND p.polpermissive AND p.polcmd <> 'a' AND pg_get_expr(p.polqual, c.oid) = 'true'
       AND (p.polroles = '{0}' OR (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles)) LIMIT 1`,
    'A table of plans has a policy that lets everybody in'],
  ["SELECT current_schema() AS found WHERE has_schema_privilege(current_user, current_schema(), 'CREATE')",
    'The database role of this service could make tables of its own'],
  [`SELECT n.nspname AS found FROM pg_namespace n WHERE n.nspname NOT IN (current_schema(), 'public', 'information_schema')
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT LIKE current_schema() || '\\_\\_%' AND has_schema_privilege(current_user, n.oid, 'USAGE') LIMIT 1`,
    'The database role of this service can look into another schema'],
  [`SELECT m.roleid::regrole::text AS found FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = current_user LIMIT 1`,
    'The database role of this service is a member of another role'],
];

/** The start-up self-test (tenancy): refuses a role that could bypass any policy, any table without one, and any that asks nothing. */
export async function checkTenancy(database: Database): Promise<void> {
  for (const [sql, problem] of checks) {
    const { rows } = await database.pool.query<{ found: string }>(sql);
    if (rows[0]) throw new TenancyUnsafe(`${problem}: ${rows[0].found}`);
  }
}
