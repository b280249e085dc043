import { open, unwrapKey } from '@hhp/messaging';
import type { FreshDatabase } from './fresh-database.js';

/** What tells of a person and of nobody else: dates, first names and languages are anybody's. */
const telling = ['cin', 'lastName', 'phone', 'email', 'address'] as const;
/** Of more members than this so many at least are looked for, from all over the suite. */
const most = 40;
const shortest = 5;

/** A way out of a service that is no table: what it logged, measured, or answered with a no. */
export interface Outlet { readonly name: string; readonly text: string }

/**
 * Looks, when a suite is over, for the members whose profiles its service holds under seal: who they are must stand in no row of any table (the
 * outbox holds what goes to Kafka, with keys and headers; the audit, parked and idempotency rows are there too) and in none of the `outlets`.
 * Answers how many words were looked for; throws with the places, never with a word.
 */
export async function tellsOfNobody(database: Pick<FreshDatabase, 'query'>, masterKey: string, outlets: readonly Outlet[]): Promise<number> {
  const words = await wordsOf(database, Buffer.from(masterKey, 'base64'));
  if (words.length === 0) return 0;
  const pattern = words.map((word) => word.replace(/[^\p{L}\p{N} ]/gu, '.')).join('|');
  const tables = await tablesWith(database);
  const [found] = await database.query<{ places: string[] }>(
    `SELECT array_remove(ARRAY[${tables.map((table) => `(SELECT '${table}' FROM ${table} t WHERE t::text ~* $1 LIMIT 1)`).join(', ')}], NULL) AS places`, [pattern]);
  const inText = new RegExp(pattern, 'iu');
  const places = [...found!.places, ...outlets.filter(({ text }) => inText.test(text)).map(({ name }) => name)];
  if (places.length > 0) throw new Error(`Who a member is stands in ${[...new Set(places)].join(', ')}.`);
  return words.length;
}

const tablesWith = async (database: Pick<FreshDatabase, 'query'>, ...columns: string[]): Promise<string[]> =>
  (await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        AND $1::text[] <@ (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid) ORDER BY 1`, [columns])).map(({ name }) => name);

/** The words of the profiles that the service can open: sealed with the key beside them, or with that of another table. */
async function wordsOf(database: Pick<FreshDatabase, 'query'>, master: Buffer): Promise<string[]> {
  const keys = await tablesWith(database, 'tenant', 'member_id', 'wrapped_key');
  const profiles = await tablesWith(database, 'tenant', 'member_id', 'sealed');
  const words = new Set<string>();
  for (const table of profiles) {
    for (const key of keys) {
      const rows = await database.query<{ member_id: string; sealed: string; wrapped_key: string }>(
        `SELECT * FROM (SELECT p.member_id, p.sealed, k.wrapped_key, row_number() OVER (ORDER BY p.member_id) AS nth, count(*) OVER () AS all_of_them
           FROM ${table} p JOIN ${key} k USING (tenant, member_id) WHERE k.wrapped_key IS NOT NULL) each WHERE nth % greatest(1, all_of_them / ${most}) = 0`);
      for (const row of rows) for (const word of opened(master, row)) words.add(word);
    }
  }
  return [...words];
}

function opened(master: Buffer, row: { member_id: string; sealed: string; wrapped_key: string }): string[] {
  try {
    const profile = open(unwrapKey(master, row.wrapped_key), row.member_id, row.sealed) as Partial<Record<string, unknown>>;
    return telling.map((field) => profile[field]).filter((word): word is string => typeof word === 'string' && word.length >= shortest);
  } catch {
    return []; // sealed under something else, for instance what a spec made up
  }
}
