import { Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';
import type { Attempt } from './outreach.js';

/** Keeps attempts beside the events that they became. */
export function keepAttempts(tx: Tx, attempts: readonly Attempt[]): void {
  if (attempts.length === 0) return;
  tx.write(
    `INSERT INTO outreach_attempt (tenant, attempt_id, member_id, mode, result, attempted_at, recorded_by)
     SELECT $1, *, $7 FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])`,
    [
      tx.tenant, attempts.map((each) => each.attemptId), attempts.map((each) => each.memberId), attempts.map((each) => each.mode),
      attempts.map((each) => each.result), attempts.map((each) => each.attemptedAt), tx.caller.actor,
    ]);
}

/** One moment holds one attempt of a kind; the member is held, so nobody else records it meanwhile. */
export async function mustBeNew(tx: Tx, { memberId, mode, attemptedAt }: Attempt): Promise<void> {
  const [before] = await tx.query('SELECT 1 FROM outreach_attempt WHERE tenant = $1 AND member_id = $2 AND attempted_at = $3 AND mode = $4',
    [tx.tenant, memberId, attemptedAt, mode]);
  if (before) throw new Refused('attempt-recorded-before', 'This attempt was recorded before', 'conflict', ['attemptedAt']);
}
