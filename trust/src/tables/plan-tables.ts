import type { FreshDatabase } from '@hhp/testing';

export interface Column { readonly name: string; readonly type: string; readonly needed: boolean }
/** A policy that binds the service's own role, as the database has it: `*` for every command, or the one that it is for. */
export interface Policy { readonly name: string; readonly command: '*' | 'r' | 'a' | 'w' | 'd'; readonly using: string | null; readonly check: string | null }
export type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
/** A table whose rows are somebody's: the column that says whose, and what the service may do with it at all. */
export interface OwnedTable {
  readonly name: string;
  readonly owner: 'tenant' | 'scope';
  readonly columns: readonly Column[];
  readonly policies: readonly Policy[];
  readonly rights: readonly Right[];
  /** The column that names the organization to which a row is addressed. */
  readonly addressedTo: string | undefined;
}

const tablesSql = `
  SELECT c.relname AS name,
         (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL),
            'needed', a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = '') ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('name', p.polname, 'command', p.polcmd, 'using', pg_get_expr(p.polqual, c.oid),
            'check', pg_get_expr(p.polwithcheck, c.oid)) ORDER BY p.polname), '[]')
            FROM pg_policy p WHERE p.polrelid = c.oid AND (p.polroles = '{0}' OR $1::regrole::oid = ANY (p.polroles))) AS policies,
         (SELECT coalesce(array_agg(r), '{}') FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) r WHERE has_table_privilege($1, c.oid, r)) AS rights
    FROM pg_class c
   WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname`;

type Row = Pick<OwnedTable, 'name' | 'columns' | 'policies' | 'rights'>;
const addressed = /(\w+)\)?::text = current_setting\('hhp.organization'/;

/** Every table of a service that has an owner's column, as the catalogue of the database tells it. */
export async function ownedTables(database: FreshDatabase): Promise<OwnedTable[]> {
  const role = new URL(database.serviceUrl).username;
  return (await database.query<Row>(tablesSql, [role])).flatMap((row) => {
    const owner = (['tenant', 'scope'] as const).find((name) => row.columns.some((column) => column.name === name));
    if (!owner) return [];
    return [{ ...row, owner, addressedTo: row.policies.map(({ using }) => addressed.exec(using ?? '')?.[1]).find((column) => column !== undefined) }];
  });
}

/** A policy that asks nothing. */
export const asksNothing = ({ using, check }: Policy): boolean => [using, check].every((expression) => expression === null || expression === 'true');

const values: Readonly<Record<string, (seed: string) => string>> = {
  text: (seed) => `'${seed}'`, uuid: (seed) => `md5('${seed}')::uuid`, jsonb: () => `'{}'`, boolean: () => 'false', bytea: (seed) => `decode(md5('${seed}'), 'hex')`,
  integer: (seed) => `('x' || left(md5('${seed}'), 6))::bit(24)::integer`, bigint: (seed) => `('x' || left(md5('${seed}'), 6))::bit(24)::bigint`, smallint: () => '1',
  'timestamp with time zone': () => 'clock_timestamp()', date: () => 'current_date', 'text[]': () => `'{}'`, 'uuid[]': () => `'{}'`, numeric: () => '1',
  'double precision': () => '1', 'jsonb[]': () => `'{}'`, 'integer[]': () => `'{}'`,
};

/** A statement that adds a row of this owner, told apart from others by its seed; what the row says else does not matter. */
export function rowOf(table: OwnedTable, owner: string, { seed, addressedTo }: { seed: string; addressedTo?: string | undefined }): string {
  const given = new Map([[table.owner, `'${owner}'`], ...(table.addressedTo && addressedTo ? [[table.addressedTo, `'${addressedTo}'`] as const] : [])]);
  const columns = table.columns.filter(({ name, needed }) => needed || given.has(name));
  const value = ({ name, type }: Column): string => {
    const made = given.get(name) ?? values[type]?.(`${seed} ${name}`);
    if (made === undefined) throw new Error(`No example of the type ${type} for ${table.name}.${name}: add one here`);
    return made;
  };
  return `INSERT INTO ${table.name} (${columns.map(({ name }) => name).join(', ')}) VALUES (${columns.map(value).join(', ')})`;
}
