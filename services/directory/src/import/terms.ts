import type { Tx } from '@hhp/messaging';
import { contentHash } from '../hsds/stable-id.js';
import type { SourceTerm } from './source-row.js';
import type { Fate } from './totals.js';

/** Keeps the terms of a source's taxonomy. They are no facts about services, so nothing is said of them. */
export async function listTerms(tx: Tx, source: string, terms: readonly SourceTerm[]): Promise<Map<string, Fate>> {
  const rows = terms.map((term) => ({ source, code: term.code, name: term.name, parent_code: term.parentCode ?? null, hash: contentHash(term) }));
  const written = await tx.query<{ code: string }>(
    `INSERT INTO taxonomy_term AS known SELECT * FROM jsonb_populate_recordset(NULL::taxonomy_term, $1::jsonb) ORDER BY code
     ON CONFLICT (source, code) DO UPDATE SET name = excluded.name, parent_code = excluded.parent_code, hash = excluded.hash
       WHERE known.hash <> excluded.hash
     RETURNING code`, [JSON.stringify(rows)]);
  const changed = new Set(written.map(({ code }) => code));
  return new Map(terms.map(({ code }) => [code, changed.has(code) ? 'listed' : 'unchanged']));
}
