import type { AuditRow } from './audit.js';
import { type Caller, scopeOf } from './caller.js';
import { type OpenTx, arrayLiteral } from './tx.js';

/** What somebody's part of a transaction leaves behind beside the work itself. */
export interface Trace {
  readonly caller: Caller;
  readonly audit?: AuditRow | undefined;
  /** The answer for a repetition with the same key. */
  readonly answered?: { readonly answer: unknown; readonly step: string } | undefined;
}

const say = `
  INSERT INTO outbox (tenant, topic, key, partition, headers, value)
  SELECT tenant, topic, key, partition, headers, value
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[]) WITH ORDINALITY
           AS row (tenant, topic, key, partition, headers, value, nth)
   ORDER BY nth`;
const record = `
  INSERT INTO audit_entry (tenant, actor, role, organization, on_behalf_of, purpose, route, request_id, correlation_id, kind, code, member_ids)
  SELECT tenant, actor, role, organization, on_behalf_of, purpose, route, request_id, correlation_id, kind, code, member_ids::uuid[]
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
           AS row (tenant, actor, role, organization, on_behalf_of, purpose, route, request_id, correlation_id, kind, code, member_ids)`;
/** Of two who come at once with one key the second fails here, begins again, and finds the answer of the first. */
const keepAnswers = `
  INSERT INTO idempotency_key (scope, actor, route, key, step, fingerprint, answer)
  SELECT scope, actor, route, key, step, fingerprint, answer::jsonb
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
           AS row (scope, actor, route, key, step, fingerprint, answer)`;

/** Writes them just before the commit: the events, the answers for repetitions, and the audit rows. */
export function flush(tx: OpenTx, traces: readonly Trace[]): void {
  const { outbox, tenants } = tx.session;
  if (outbox.length > 0) {
    // Whoever is of no plan said it within the plans of rows that are addressed to them.
    if (tenants.length === 0) tx.write("SELECT set_config('hhp.tenants', $1, true)", [arrayLiteral([...new Set(outbox.map(({ tenant }) => tenant))])]);
    tx.write(say, columns(outbox.map(({ tenant, topic, key, partition, headers, value }) => [tenant, topic, key, partition, headers, value])));
  }
  const answers = traces.flatMap(({ caller, answered }) => {
    if (!answered || !caller.idempotency) return [];
    const { actor, route, idempotency: { key, fingerprint } } = caller;
    return [[scopeOf(caller), actor, route, key, answered.step, fingerprint, JSON.stringify({ value: answered.answer })]];
  });
  if (answers.length > 0) tx.write(keepAnswers, columns(answers));
  const seen = [
    ...traces.flatMap(({ caller, audit }) => (audit ? [auditColumns(caller, audit)] : [])),
    ...outbox.flatMap(({ tenant, key, disclosure: left }) => (left ? [
      auditColumns({ ...left.by, purpose: left.purpose }, { tenant, kind: 'disclosure', code: left.id, memberIds: [key] }),
    ] : [])),
  ];
  if (seen.length > 0) tx.write(record, columns(seen));
}

const auditColumns = (by: Caller, { tenant, kind, code, memberIds }: AuditRow): unknown[] => [
  tenant, by.actor, by.role, by.organization ?? null, by.onBehalfOf ?? null, by.purpose, by.route, by.requestId, by.correlationId, kind, code,
  arrayLiteral(memberIds),
];

/** Rows as `unnest` takes them: an array for each column. */
const columns = (rows: readonly (readonly unknown[])[]): unknown[][] => rows[0]!.map((_, nth) => rows.map((row) => row[nth]));
