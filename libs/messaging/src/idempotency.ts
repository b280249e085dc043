import { Refused } from '@hhp/domain-kit';
import { type Caller, scopeOf } from './caller.js';
import type { OpenTx } from './tx.js';

/**
 * Finds the answer that was given to the request's key. The key belongs to plan, actor and route; with another content it is refused. It is
 * taken when its answer is kept, in the transaction of the work.
 */
export async function answeredBefore(tx: OpenTx, caller: Caller, step: string): Promise<{ answer: unknown } | undefined> {
  if (!caller.idempotency) return undefined;
  const { key, fingerprint } = caller.idempotency;
  const [earlier] = await tx.query<{ fingerprint: string; answer: { value?: unknown } }>(
    'SELECT fingerprint, answer FROM idempotency_key WHERE scope = $1 AND actor = $2 AND route = $3 AND key = $4 AND step = $5',
    [scopeOf(caller), caller.actor, caller.route, key, step]);
  if (!earlier) return undefined;
  if (earlier.fingerprint !== fingerprint) {
    throw new Refused('idempotency-key-reused', 'This key was used for another request', 'conflict', ['Idempotency-Key']);
  }
  return { answer: earlier.answer.value };
}
