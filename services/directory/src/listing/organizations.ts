import type { OrganizationListed } from '@hhp/contracts';
import { appendToOutbox, type Tx } from '@hhp/messaging';
import { recipientClassesOf } from '../hsds/categories.js';
import type { Organization } from '../hsds/hsds.js';
import type { Ready } from '../import/prepared.js';
import type { Fate } from '../import/totals.js';
import { type Standing } from './standing.js';

/** How a record comes in: by whose word, and what decides whether it is taken. */
export interface Coming {
  readonly source: string;
  readonly edited: boolean;
  readonly fateOf: (standing: Standing | undefined, said: { source: string; hash: string }) => Fate;
}

interface Row extends Standing {
  readonly id: string;
  readonly version: number;
  readonly sourceId: string;
}

const standingColumns = 'id, version, source, source_id AS "sourceId", listed, edited, hash, source_hash AS "sourceHash"';

/** Lists organizations, new ones and changed ones, and says so; what is as it was is left alone. Answers what became of each. */
export async function listOrganizations(tx: Tx, ready: readonly Ready<Organization>[], coming: Coming): Promise<Map<string, Fate>> {
  const rowsHeld = await tx.query<Row>(
    `SELECT ${standingColumns} FROM organization WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`, [ready.map(({ id }) => id)]);
  const held = new Map(rowsHeld.map((row) => [row.id, row]));
  const fates = new Map(ready.map((each) => [each.id, coming.fateOf(held.get(each.id), { source: coming.source, hash: each.hash })]));
  const listed = ready.filter(({ id }) => fates.get(id) === 'listed').sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = listed.map((each) => rowOf(each, held.get(each.id), coming, tx.now));
  await write(tx, rows.filter(({ version }) => version === 1), rows.filter(({ version }) => version > 1));
  await appendToOutbox(tx, rows.map((row) => ({ event: said(row, tx.now), version: row.version })));
  return fates;
}

type NewRow = ReturnType<typeof rowOf>;

function rowOf({ id, sourceId, hash, record }: Ready<Organization>, held: Row | undefined, coming: Coming, now: Date) {
  return {
    id, version: (held?.version ?? 0) + 1, source: held?.source ?? coming.source, source_id: held?.sourceId ?? sourceId, listed: true, edited: coming.edited,
    hash, source_hash: coming.edited ? held?.sourceHash ?? '' : hash, name: record.name, record, changed_at: now.toISOString(),
    text: [record.name, record.alternate_name].filter(Boolean).join(' '),
  };
}

const columns = 'id, version, source, source_id, listed, edited, hash, source_hash, name, record, changed_at';

/** New rows are inserted and never upserted: of two imports that bring the same at once the second begins again and finds it there. */
async function write(tx: Tx, made: readonly NewRow[], changed: readonly NewRow[]): Promise<void> {
  if (made.length > 0) {
    await tx.query(
      `INSERT INTO organization (${columns}, words)
       SELECT ${columns}, to_tsvector('english', text) FROM jsonb_to_recordset($1::jsonb) AS said (
         id uuid, version integer, source text, source_id text, listed boolean, edited boolean, hash text, source_hash text, name text, record jsonb,
         changed_at timestamptz, text text)`, [JSON.stringify(made)]);
  }
  if (changed.length > 0) {
    await tx.query(
      `UPDATE organization o SET version = said.version, listed = true, edited = said.edited, hash = said.hash, source_hash = said.source_hash,
         name = said.name, record = said.record, words = to_tsvector('english', said.text), changed_at = said.changed_at
       FROM jsonb_to_recordset($1::jsonb) AS said (
         id uuid, version integer, edited boolean, hash text, source_hash text, name text, record jsonb, changed_at timestamptz, text text)
       WHERE o.id = said.id`, [JSON.stringify(changed)]);
  }
}

function said({ record, source, edited }: NewRow, now: Date): OrganizationListed {
  const phone = record.phones?.[0]?.number;
  // Who may be told of a member follows from a class, so a person has to have said it: a file from elsewhere cannot.
  const recipientClasses = edited ? recipientClassesOf(record) : [];
  return {
    type: 'OrganizationListed',
    data: {
      organizationId: record.id, name: record.name, ...(record.email ? { email: record.email } : {}), ...(phone ? { phone } : {}),
      ...(record.website ? { website: record.website } : {}), ...(recipientClasses.length > 0 ? { recipientClasses } : {}), source, listedAt: now.toISOString(),
    },
  };
}
