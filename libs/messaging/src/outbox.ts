import { type DisclosureMade, type Plain, type Topic, definitionNamed } from '@hhp/contracts';
import { checkContract } from './contract-check.js';
import { Refused } from '@hhp/domain-kit';
import type { Caller } from './caller.js';
import { envelopeHeaders } from './envelope.js';
import type { OutboxRow } from './outbox-row.js';
import { type Tx, opened } from './tx.js';

export interface Saying<E extends { readonly type: string; readonly data: object } = { readonly type: string; readonly data: object }> {
  readonly event: E;
  /** The aggregate's version with this event. Facts of no aggregate (a heartbeat) have none. */
  readonly version?: number | undefined;
}

/** Characters of a fact: in any writing less than the four mebibytes that Kafka takes. One that it does not take would hold up all behind it for ever. */
const longestFact = 1_000_000;

/**
 * Says facts in the caller's transaction: they are published if and only if it commits. Lock or bump the aggregate's row before, so
 * that the order of commits is the order of versions. A fact that breaks its contract is a fault of the writer and throws.
 */
export async function appendToOutbox(tx: Tx, sayings: readonly Saying[]): Promise<void> {
  const { session, cause, caller } = opened(tx);
  for (const { event, version } of sayings) {
    const definition = definitionNamed(event.type);
    const data = event.data as Plain<object>;
    checkContract(definition, data);
    const aggregate = definition.aggregate?.(data);
    if ((aggregate === undefined) !== (version === undefined)) throw new Error(`${event.type} ${aggregate === undefined ? 'has no' : 'needs a'} version`);
    const headers = envelopeHeaders(definition, {
      id: tx.newId(), source: `/hhp/${session.service}`, subject: aggregate, version, time: tx.now.toISOString(), tenant: tx.tenant, actor: caller.actor,
      purpose: caller.purpose, correlationId: cause.correlationId, causationId: cause.causationId, labels: definition.labels(data),
    });
    const value = JSON.stringify(data);
    if (value.length > longestFact) throw new Refused('fact-too-large', 'What would be said of this is longer than a fact may be', 'invalid');
    session.outbox.push({
      tenant: tx.tenant, topic: definition.topic, key: definition.key(data), partition: definition.partition?.(data) ?? null,
      headers: JSON.stringify(headers), value, disclosure: disclosureOf(event, caller),
    });
  }
}

const disclosureOf = ({ type, data }: Saying['event'], by: Caller): OutboxRow['disclosure'] => {
  if (type !== 'DisclosureMade') return undefined;
  const { purpose, disclosureId: id } = data as DisclosureMade['data'];
  return { by, purpose, id };
};

/**
 * Deletes a key of a compacted topic: whoever reads it from now on never learns the value (shredding). The plan goes along: a reader
 * reaches the rows of that plan only.
 */
export async function appendTombstone(tx: Tx, topic: Topic, key: string): Promise<void> {
  opened(tx).session.outbox.push({ tenant: tx.tenant, topic, key, partition: null, headers: JSON.stringify({ ce_tenant: tx.tenant }), value: null });
}
