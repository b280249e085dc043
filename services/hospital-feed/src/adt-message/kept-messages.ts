import type { Tx } from '@hhp/messaging';
import type { Feed } from '../feed/feed.js';
import type { Incoming } from './incoming.js';

/** How a message was kept: it had its effect, it is of no use here, a person must look at it, or it was refused. */
export type Keeping = 'used' | 'not-used' | 'unusable' | 'refused';

export interface KeptMessage {
  readonly id: string;
  readonly incoming: Incoming;
  readonly feed: Feed | undefined;
  readonly keeping: Keeping;
  readonly reason: string | undefined;
  readonly sealed: string;
  readonly wrappedKey: string;
  readonly answers: readonly string[];
}

const sameMessage = 'sending_application = $1 AND sending_facility = $2 AND control_id = $3 AND digest = $4';

const identityOf = ({ header, digest }: Incoming): string[] => [header?.sendingApplication ?? '', header?.sendingFacility ?? '', header?.controlId ?? '', digest];

interface Earlier { readonly id: string; readonly keeping: Keeping; readonly reason: string | null; readonly answers: string[] }

/** What came of these very bytes before, if they came before; the repeat is counted and has no other effect. */
export async function earlierMessage(tx: Tx, incoming: Incoming): Promise<Earlier | undefined> {
  const [earlier] = await tx.query<Earlier>(
    `UPDATE hospital_message SET repeats = repeats + 1 WHERE ${sameMessage} RETURNING id, keeping, reason, answers`, identityOf(incoming));
  return earlier;
}

/**
 * Keeps the message with its answers; what was taken once stays as it was taken. A control id that came before with other bytes is a new
 * message, and flagged.
 */
export async function keep(tx: Tx, kept: KeptMessage): Promise<void> {
  const { incoming, feed } = kept;
  await tx.query(
    `INSERT INTO hospital_message (sending_application, sending_facility, control_id, digest, id, facility_id, kind, event, keeping, reason, sealed,
       wrapped_key, answers, received_at, same_id_other_bytes)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       $3 <> '' AND EXISTS (SELECT 1 FROM hospital_message WHERE sending_application = $1 AND sending_facility = $2 AND control_id = $3 AND digest <> $4)
     ON CONFLICT (sending_application, sending_facility, control_id, digest) DO UPDATE SET facility_id = excluded.facility_id,
       keeping = excluded.keeping, reason = excluded.reason, answers = excluded.answers
       WHERE hospital_message.keeping = 'refused'`,
    [...identityOf(incoming), kept.id, feed?.facilityId ?? null, incoming.header?.kind ?? '', incoming.header?.event ?? '', kept.keeping, kept.reason ?? null,
      kept.sealed, kept.wrappedKey, kept.answers, tx.now]);
}

/** Two connections may bring the same bytes at once: the second waits here until the first is done, and then finds its answers. */
export async function holdMessage(tx: Tx, incoming: Incoming): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [identityOf(incoming).join(' ')]);
}
