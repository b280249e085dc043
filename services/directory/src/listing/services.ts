import type { CapacityReported, ServiceListed } from '@hhp/contracts';
import { appendToOutbox, type Saying, type Tx } from '@hhp/messaging';
import { capacityReported } from '../capacity/capacity.js';
import { recordCapacities } from '../capacity/reports.js';
import type { Service } from '../hsds/hsds.js';
import type { Ready } from '../import/prepared.js';
import type { Fate } from '../import/totals.js';
import type { Coming } from './organizations.js';
import { type HeldService, placeRows, serviceRow } from './service-rows.js';

/** Holds services for a change; whoever counts their versions holds them first. */
export function holdServices(tx: Tx, ids: readonly string[]): Promise<HeldService[]> {
  return tx.query<HeldService>(
    `SELECT id, version, source, source_id AS "sourceId", listed, edited, hash, source_hash AS "sourceHash", organization_id AS "organizationId",
            capacity_as_of AS "capacityAsOf"
       FROM service WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`, [ids]);
}

/**
 * Lists services, new ones and changed ones, and says so, with the capacity that a record says when it is later than what is known. What
 * is as it was is left alone. Answers what became of each.
 */
export async function listServices(tx: Tx, ready: readonly Ready<Service>[], coming: Coming): Promise<Map<string, Fate>> {
  const held = new Map((await holdServices(tx, ready.map(({ id }) => id))).map((row) => [row.id, row]));
  const organizations = await offering(tx, ready.map(({ record }) => record.organization_id));
  const fates = new Map(ready.map((each): [string, Fate] => [each.id, fateOf(each, held.get(each.id), organizations, coming, tx.now)]));
  const listed = ready.filter(({ id }) => fates.get(id) === 'listed').sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = listed.map((each) => serviceRow(each, held.get(each.id), coming, tx.now));
  await write(tx, rows.filter(({ version }) => version === 1), rows.filter(({ version }) => version > 1));
  await writePlaces(tx, rows.map(({ record }) => record));
  const versions = new Map([...[...held.values()].map((row) => [row.id, row.version] as const), ...rows.map((row) => [row.id, row.version] as const)]);
  const reported = newer(ready, held, fates);
  for (const { id } of reported) fates.set(id, 'listed');
  const saidOf = new Map(reported.map(({ id, capacity, record }) =>
    [id, capacityReported({ organizationId: record.organization_id, serviceId: id }, capacity!)]));
  const reports = reported.map(({ id, capacity }) => ({ serviceId: id, version: versions.get(id)! + 1, capacity: capacity!, saidBy: coming.source }));
  await recordCapacities(tx, reports);
  await appendToOutbox(tx, sayings(rows, saidOf, versions, tx.now));
  return fates;
}

/** The listed organizations among these, each with its source. */
async function offering(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; source: string }>(
    'SELECT id, source FROM organization WHERE id = ANY ($1::uuid[]) AND listed FOR KEY SHARE', [[...new Set(ids)].sort()]);
  return new Map(rows.map(({ id, source }) => [id, source]));
}

function fateOf(each: Ready<Service>, held: HeldService | undefined, organizations: ReadonlyMap<string, string>, coming: Coming, now: Date): Fate {
  const source = organizations.get(each.record.organization_id);
  if (source === undefined) return { quarantined: ['organization_id: is of no organization that is listed'] };
  if (!coming.edited && source !== coming.source) return { quarantined: ['organization_id: is of an organization of another source'] };
  if (held && held.organizationId !== each.record.organization_id) return { quarantined: ['organization_id: the service belongs to another organization'] };
  if (each.capacity && Date.parse(each.capacity.asOf) > now.getTime()) return { quarantined: ['capacities: are of a moment to come'] };
  return coming.fateOf(held, { source: coming.source, hash: each.hash });
}

/** The services of which this says a later capacity than is known; one that was withdrawn and stays so has none. */
const newer = (ready: readonly Ready<Service>[], held: ReadonlyMap<string, HeldService>, fates: ReadonlyMap<string, Fate>): Ready<Service>[] =>
  ready.filter(({ id, capacity }) => {
    const [known, fate] = [held.get(id), fates.get(id)];
    const standing = fate === 'listed' || (fate === 'unchanged' && known?.listed);
    return standing && Date.parse(capacity?.asOf ?? '') > (known?.capacityAsOf?.getTime() ?? -Infinity);
  });

type NewRow = ReturnType<typeof serviceRow>;

const columns = `id, version, source, source_id, listed, edited, hash, source_hash, name, record, changed_at, organization_id, status, categories,
  languages, terms, taxonomies`;
const types = `id uuid, version integer, source text, source_id text, listed boolean, edited boolean, hash text, source_hash text, name text, record jsonb,
  changed_at timestamptz, organization_id uuid, status text, categories text[], languages text[], terms uuid[], taxonomies text[], text text`;

async function write(tx: Tx, made: readonly NewRow[], changed: readonly NewRow[]): Promise<void> {
  if (made.length > 0) {
    await tx.query(
      `INSERT INTO service (${columns}, words) SELECT ${columns}, to_tsvector('english', text) FROM jsonb_to_recordset($1::jsonb) AS said (${types})`,
      [JSON.stringify(made)]);
  }
  if (changed.length > 0) {
    await tx.query(
      `UPDATE service s SET version = said.version, listed = true, edited = said.edited, hash = said.hash, source_hash = said.source_hash, name = said.name,
         record = said.record, changed_at = said.changed_at, status = said.status, categories = said.categories, languages = said.languages,
         terms = said.terms, taxonomies = said.taxonomies, words = to_tsvector('english', said.text)
       FROM jsonb_to_recordset($1::jsonb) AS said (${types}) WHERE s.id = said.id`, [JSON.stringify(changed)]);
  }
}

async function writePlaces(tx: Tx, records: readonly Service[]): Promise<void> {
  if (records.length === 0) return;
  const { places, openings } = placeRows(records);
  await tx.query('DELETE FROM service_place WHERE service_id = ANY ($1::uuid[])', [records.map(({ id }) => id)]);
  await tx.query('INSERT INTO service_place SELECT * FROM jsonb_populate_recordset(NULL::service_place, $1::jsonb)', [JSON.stringify(places)]);
  await tx.query('INSERT INTO opening SELECT * FROM jsonb_populate_recordset(NULL::opening, $1::jsonb)', [JSON.stringify(openings)]);
}

/** A service is listed before its capacity is reported: its versions count both. */
function sayings(rows: readonly NewRow[], capacities: ReadonlyMap<string, CapacityReported>, versions: ReadonlyMap<string, number>, now: Date): Saying[] {
  const listings = rows.map((row) => ({ event: listed(row, now), version: row.version }));
  return [...listings, ...[...capacities].map(([id, event]) => ({ event, version: versions.get(id)! + 1 }))];
}

function listed({ record, categories, languages }: NewRow, now: Date): ServiceListed {
  return {
    type: 'ServiceListed',
    data: {
      organizationId: record.organization_id, serviceId: record.id, name: record.name,
      status: record.status === 'temporarily closed' ? 'temporarily-closed' : record.status,
      categories, languages, ...(record.email ? { email: record.email } : {}), listedAt: now.toISOString(),
    },
  };
}

