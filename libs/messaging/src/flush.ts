import type { AuditRow } from './audit.js';
import { scopeOf } from './caller.js';
import type { OpenTx } from './tx.js';

/** What a transaction leaves behind beside the work itself. */
export interface Traces {
  readonly audit?: AuditRow | undefined;
  readonly answered?: { readonly answer: unknown; readonly step: string } | undefined;
}

const say = `
  INSERT INTO outbox (tenant, topic, key, partition, headers, value)
  SELECT tenant, topic, key, partition, headers, value
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[]) WITH ORDINALITY
           AS row (tenant, topic, key, partition, headers, value, nth)
   ORDER BY nth`;
const record = `
  INSERT INTO audit_entry (tenant, actor, role, organization, purpose, route, request_id, correlation_id, kind, code, member_ids)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::uuid[])`;
const keepAnswer = `
  UPDATE idempotency_key SET answer = $6 WHERE scope = $1 AND actor = $2 AND route = $3 AND key = $4 AND step = $5`;

/** Writes them just before the commit: the events, the answer for a repetition, and the audit row. */
export async function flush(tx: OpenTx, { audit, answered }: Traces): Promise<void> {
  const { session: { outbox }, caller } = tx;
  if (outbox.length > 0) {
    await tx.query(say, [
      outbox.map((row) => row.tenant), outbox.map((row) => row.topic), outbox.map((row) => row.key), outbox.map((row) => row.partition),
      outbox.map((row) => row.headers), outbox.map((row) => row.value),
    ]);
  }
  if (answered && caller.idempotency) {
    const { answer, step } = answered;
    await tx.query(keepAnswer, [scopeOf(caller), caller.actor, caller.route, caller.idempotency.key, step, JSON.stringify({ value: answer })]);
  }
  if (audit) {
    const { actor, role, organization, purpose, route, requestId, correlationId } = caller;
    await tx.query(record, [
      audit.tenant, actor, role, organization ?? null, purpose, route, requestId, correlationId, audit.kind, audit.code, audit.memberIds,
    ]);
  }
}
