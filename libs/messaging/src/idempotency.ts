import { Refused } from '@hhp/domain-kit';
import { type Caller, scopeOf } from './caller.js';
import type { OpenTx } from './tx.js';

/** The answer that was given to a request's key before. */
export interface Before { readonly answer: unknown }

interface Kept { readonly actor: string; readonly route: string; readonly key: string; readonly fingerprint: string; readonly answer: { value?: unknown } }

/**
 * Finds the answers that were given to the requests' keys. A key belongs to plan, actor and route; with another content it is refused. It is
 * taken when its answer is kept, in the transaction of the work. Each is looked up by itself: a join that was planned when the table was
 * empty would read all keys of the plan.
 */
export async function answersBefore(tx: OpenTx, callers: readonly Caller[], step: string): Promise<(Before | Refused | undefined)[]> {
  const keyed = callers.filter(({ idempotency }) => idempotency);
  if (keyed.length === 0) return callers.map(() => undefined);
  const kept = await tx.query<Kept>(
    `SELECT asked.actor, asked.route, asked.key, kept.fingerprint, kept.answer FROM unnest($3::text[], $4::text[], $5::text[]) AS asked (actor, route, key)
       CROSS JOIN LATERAL (SELECT fingerprint, answer FROM idempotency_key k
         WHERE k.scope = $1 AND k.actor = asked.actor AND k.route = asked.route AND k.key = asked.key AND k.step = $2 LIMIT 1) AS kept`,
    [scopeOf(keyed[0]!), step, keyed.map(({ actor }) => actor), keyed.map(({ route }) => route), keyed.map(({ idempotency }) => idempotency!.key)]);
  const place = (actor: string, route: string, key: string): string => JSON.stringify([actor, route, key]);
  const places = new Map(kept.map((each) => [place(each.actor, each.route, each.key), each]));
  return callers.map(({ actor, route, idempotency }) => {
    const earlier = idempotency && places.get(place(actor, route, idempotency.key));
    if (!earlier) return undefined;
    if (earlier.fingerprint === idempotency.fingerprint) return { answer: earlier.answer.value };
    return new Refused('idempotency-key-reused', 'This key was used for another request', 'conflict', ['Idempotency-Key']);
  });
}

/** The same for one request. */
export async function answeredBefore(tx: OpenTx, caller: Caller, step: string): Promise<Before | undefined> {
  const [before] = await answersBefore(tx, [caller], step);
  if (before instanceof Refused) throw before;
  return before;
}
