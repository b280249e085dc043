import type { Tx } from '@hhp/messaging';
import { type Candidate, type Clues, type Matching, findingKeys, matchingOf } from '../person/clues.js';
import type { Stay, StayFact } from './stay.js';

/** A stay as the hospital tells it, whoever's it is. It belongs to its facility until a member is found. */
export interface StayRow {
  readonly id: string;
  readonly facilityId: string;
  readonly clues: Clues;
  /** The plans whose member it is known to be. */
  readonly tenants: readonly string[];
}

const columns = 's.id, s.facility_id AS "facilityId", s.clues, s.tenants';

/**
 * Matching waits for nobody's transaction twice: whoever reads profiles to match a stay holds this lock with others, and whoever
 * looks for stays because a profile came holds it alone. So the one always sees what the other wrote, and no match is missed.
 */
const matchingLock = "hashtextextended('hospital-feed matching', 0)";

export async function matchOne(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${matchingLock})`);
}

export async function matchAlone(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${matchingLock})`);
}

/** The stays that go by one of these visit numbers, held until the transaction ends; so is a number that no stay has yet. */
export async function holdVisits(tx: Tx, visits: readonly string[]): Promise<StayRow[]> {
  for (const visit of [...visits].sort()) await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [visit]);
  return tx.query<StayRow>(
    `SELECT ${columns} FROM stay s WHERE s.id IN (SELECT stay_id FROM stay_visit WHERE visit = ANY($1::text[])) ORDER BY s.id FOR UPDATE`, [visits]);
}

/** The stays that can be found by one of these keys, held. */
export async function holdStaysByKey(tx: Tx, keys: readonly string[]): Promise<StayRow[]> {
  return tx.query<StayRow>(
    `SELECT ${columns} FROM stay s WHERE s.id IN (SELECT stay_id FROM stay_key WHERE key = ANY($1::text[])) ORDER BY s.id FOR UPDATE`, [keys]);
}

/** Whom the clues may mean, in all plans: the one function that crosses tenants gives ids only. */
export async function matchingFor(tx: Tx, clues: Clues): Promise<Matching> {
  if (findingKeys(clues).length === 0) return matchingOf([]);
  return matchingOf(await tx.query<Candidate>(
    'SELECT tenant, member_id AS "memberId", how FROM members_matching($1::text[], $2::text[], $3, $4, $5, $6)',
    [clues.identifiers, clues.cins, clues.name ?? null, clues.family ?? null, clues.birth ?? null, clues.sex ?? null]));
}

export async function openStay(tx: Tx, facilityId: string, clues: Clues): Promise<StayRow> {
  const row: StayRow = { id: tx.newId(), facilityId, clues, tenants: [] };
  await tx.query(
    "INSERT INTO stay (id, facility_id, status, state, clues, tenants, matching, heard_at) VALUES ($1, $2, 'unknown', '{}', $3, '{}', 'unknown-person', $4)",
    [row.id, facilityId, JSON.stringify(clues), tx.now]);
  return row;
}

/** The visit goes by this number too. */
export async function nameVisit(tx: Tx, stayId: string, visits: readonly string[]): Promise<void> {
  await tx.query('INSERT INTO stay_visit (visit, stay_id) SELECT unnest($1::text[]), $2 ON CONFLICT (visit) DO NOTHING', [visits, stayId]);
}

export async function addFact(tx: Tx, stayId: string, messageId: string, fact: Omit<StayFact, 'arrival'>): Promise<void> {
  await tx.query('INSERT INTO stay_fact (stay_id, message_id, fact) VALUES ($1, $2, $3)', [stayId, messageId, JSON.stringify(fact)]);
}

export async function factsOf(tx: Tx, stayId: string): Promise<StayFact[]> {
  const rows = await tx.query<{ arrival: string; fact: Omit<StayFact, 'arrival'> }>('SELECT arrival, fact FROM stay_fact WHERE stay_id = $1', [stayId]);
  return rows.map(({ arrival, fact }) => ({ ...fact, arrival: Number(arrival) }));
}

/** How the stay stands now, by what it is found again, and whose it is. */
export async function saveStay(tx: Tx, row: StayRow, stay: Stay, localKeys: readonly string[], uncertain: readonly string[]): Promise<void> {
  const matching = row.tenants.length > 0 ? 'matched' : uncertain.length > 0 ? 'uncertain' : 'unknown-person';
  await tx.query('UPDATE stay SET status = $2, state = $3, clues = $4, tenants = $5, matching = $6, heard_at = $7 WHERE id = $1',
    [row.id, stay.status, JSON.stringify(stay), JSON.stringify(row.clues), row.tenants, matching, tx.now]);
  await tx.query('INSERT INTO stay_key (key, stay_id) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING', [[...findingKeys(row.clues), ...localKeys], row.id]);
}

/** A stay of this facility, held; a stay of another one is no stay. */
export async function holdFacilityStay(tx: Tx, facilityId: string, stayId: string): Promise<StayRow | undefined> {
  const [row] = await tx.query<StayRow>(`SELECT ${columns} FROM stay s WHERE s.facility_id = $1 AND s.id = $2 FOR UPDATE`, [facilityId, stayId]);
  return row;
}
