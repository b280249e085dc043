import { type Aggregate, type Tx, change } from '@hhp/messaging';
import { type Clues, together } from '../person/clues.js';
import { type MemberStay, type MemberStayEvent, announce, evolve, nothingSaid } from './member-stay.js';
import { type Stay, type StayFact, stayOf } from './stay.js';
import { type StayRow, addFact, factsOf, holdVisits, matchOne, matchingFor, nameVisit, openStay, saveStay } from './stays.js';

const memberStays: Aggregate<MemberStay, MemberStayEvent> = { table: 'member_stay', initial: nothingSaid, evolve };

/** One message about one stay, its numbers already made into keys. */
export interface StayMessage {
  readonly messageId: string;
  readonly facilityId: string;
  /** The visit that it is about, and the number that this visit had before. */
  readonly visits: readonly string[];
  readonly fact: Omit<StayFact, 'arrival'>;
  readonly localKeys: readonly string[];
}

/**
 * A stay and its members, read and held. `tenants` are the plans in which something may have to be said: a transaction that was
 * not begun for all of them must begin again, and nothing has been written so far.
 */
export interface HeldStay {
  readonly row: StayRow | undefined;
  readonly clues: Clues;
  readonly members: readonly { tenant: string; memberId: string }[];
  readonly uncertain: readonly string[];
  readonly tenants: readonly string[];
}

/** Finds the stay that a message is about, and whose it is. */
export async function holdStayOf(tx: Tx, message: Pick<StayMessage, 'visits'> & { clues: Clues }): Promise<HeldStay> {
  await matchOne(tx);
  const rows = await holdVisits(tx, message.visits);
  // Both numbers may already be known as two stays: the message is about the visit that it names first.
  const own = rows.length > 1 ? await holdVisits(tx, message.visits.slice(0, 1)) : rows;
  return withMembers(tx, own[0], message.clues);
}

/** The stay with whom it may belong to, as all that is known of the person says. */
export async function withMembers(tx: Tx, row: StayRow | undefined, clues: Clues): Promise<HeldStay> {
  const all = row ? together(row.clues, clues) : clues;
  const { members, uncertain } = await matchingFor(tx, all);
  return { row, clues: all, members, uncertain, tenants: [...new Set([...members.map(({ tenant }) => tenant), ...row?.tenants ?? []])] };
}

/** Adds what the message says to the stay and tells each plan whose member it is what is new. */
export async function recordStep(tx: Tx, message: StayMessage, held: HeldStay): Promise<string> {
  const row = held.row ?? await openStay(tx, message.facilityId, held.clues);
  await nameVisit(tx, row.id, message.visits);
  await addFact(tx, row.id, message.messageId, message.fact);
  await settle(tx, { ...held, row }, message.localKeys);
  return row.id;
}

/** Folds the stay anew and says what that changes, in the plans of the given members and in those that already know of it. */
export async function settle(tx: Tx, held: HeldStay & { row: StayRow }, localKeys: readonly string[] = []): Promise<void> {
  const stay = stayOf(await factsOf(tx, held.row.id));
  const tenants = [...new Set([...held.row.tenants, ...held.members.map(({ tenant }) => tenant)])].sort();
  await saveStay(tx, { ...held.row, clues: held.clues, tenants }, stay, localKeys, held.uncertain);
  for (const tenant of held.tenants) {
    await tell(tx.forTenant(tenant), held.row, stay, held.members.find((member) => member.tenant === tenant)?.memberId);
  }
}

/** To whom a stay was once found to belong it belongs; a later message of other clues does not hand it to somebody else. */
async function tell(tx: Tx, row: StayRow, stay: Stay, matched: string | undefined): Promise<void> {
  const [known] = await tx.query<{ memberId: string; stayId: string }>(
    'SELECT member_id AS "memberId", stay_id AS "stayId" FROM stay_of_member WHERE tenant = $1 AND hospital_stay_id = $2', [tx.tenant, row.id]);
  const memberId = known?.memberId ?? matched;
  if (!memberId) return;
  const stayId = known?.stayId ?? tx.newId();
  if (!known) {
    await tx.query(
      'INSERT INTO stay_of_member (tenant, hospital_stay_id, facility_id, member_id, stay_id) VALUES ($1, $2, $3, $4, $5)',
      [tx.tenant, row.id, row.facilityId, memberId, stayId]);
  }
  await change(tx, memberStays, stayId, (said) => announce(said, { memberId, stayId, facilityId: row.facilityId }, stay));
}
