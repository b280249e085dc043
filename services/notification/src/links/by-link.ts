import { Refused, notFound } from '@hhp/domain-kit';
import type { Caller, Transactions } from '@hhp/messaging';
import { hashOf } from '../vault.js';

/** What the edge knows of the request for the audit. */
export interface Route {
  readonly route: string;
  readonly requestId: string;
}

/**
 * Work for whoever holds a link: nobody but the link is known of them. A link that is unknown, ended, used or withdrawn answers nothing, the same
 * for all of them, and its refusal is in the audit.
 */
export async function byLink<T>(
  transactions: Transactions, token: string, as: Route & Pick<Caller, 'role' | 'purpose'>, work: (by: Caller, hash: Buffer) => Promise<T>,
): Promise<T | undefined> {
  const hash = hashOf(token);
  const found = await transactions.system([], (tx) => tx.query<{ tenant: string }>('SELECT tenant FROM plan_of_token($1)', [hash]));
  const by: Caller = { ...as, actor: `link:${hash.toString('hex').slice(0, 16)}`, tenants: found.map(({ tenant }) => tenant), correlationId: as.requestId };
  try {
    if (found.length === 0) throw notFound('request');
    return await work(by, hash);
  } catch (refusal) {
    if (!(refusal instanceof Refused) || refusal.kind !== 'not-found') throw refusal;
    await transactions.refused(by, 'link-closed');
    return undefined;
  }
}
