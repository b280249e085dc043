import { Refused } from '@hhp/domain-kit';
import { type Caller, scopeOf } from './caller.js';
import type { OpenTx } from './tx.js';

/**
 * Takes the request's key, or finds the answer that was given to it. Of two who come at once the second waits for the first to commit.
 * The key belongs to plan, actor and route; with another content it is refused.
 */
export async function answeredBefore(tx: OpenTx, caller: Caller, step: string): Promise<{ answer: unknown } | undefined> {
  if (!caller.idempotency) return undefined;
  const { key, fingerprint } = caller.idempotency;
  const place = [scopeOf(caller), caller.actor, caller.route, key, step];
  const taken = await tx.query(
    `INSERT INTO idempotency_key (scope, actor, route, key, step, fingerprint) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING 1`, [...place, fingerprint]);
  if (taken.length > 0) return undefined;
  const [earlier] = await tx.query<{ fingerprint: string; answer: unknown }>(
    'SELECT fingerprint, answer FROM idempotency_key WHERE scope = $1 AND actor = $2 AND route = $3 AND key = $4 AND step = $5', place);
  if (earlier?.fingerprint !== fingerprint) {
    throw new Refused('idempotency-key-reused', 'This key was used for another request', 'conflict', ['Idempotency-Key']);
  }
  return { answer: (earlier.answer as { value?: unknown } | null)?.value };
}
