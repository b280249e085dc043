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
/** Of two who come at once with one key the second fails here, begins again, and finds the answer of the first. */
const keepAnswer = 'INSERT INTO idempotency_key (scope, actor, route, key, step, fingerprint, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)';

/** Writes them just before the commit: the events, the answer for a repetition, and the audit row. */
export function flush(tx: OpenTx, { audit, answered }: Traces): void {
  const { session: { outbox }, caller } = tx;
  if (outbox.length > 0) {
    tx.write(say, [
      outbox.map((row) => row.tenant), outbox.map((row) => row.topic), outbox.map((row) => row.key), outbox.map((row) => row.partition),
      outbox.map((row) => row.headers), outbox.map((row) => row.value),
    ]);
  }
  if (answered && caller.idempotency) {
    const { answer, step } = answered;
    const { key, fingerprint } = caller.idempotency;
    tx.write(keepAnswer, [scopeOf(caller), caller.actor, caller.route, key, step, fingerprint, JSON.stringify({ value: answer })]);
  }
  if (audit) {
    const { actor, role, organization, purpose, route, requestId, correlationId } = audit.by;
    tx.write(record, [
      audit.tenant, actor, role, organization ?? null, purpose, route, requestId, correlationId, audit.kind, audit.code, audit.memberIds,
    ]);
  }
}
