import { createHmac, type KeyObject } from 'node:crypto';

/** A row of the audit as the database gives it for chaining: every value a text, `at` in UTC to the microsecond. */
export interface UnchainedRow {
  readonly id: string;
  readonly at: string;
  readonly tenant: string;
  readonly actor: string;
  readonly role: string;
  readonly organization: string | null;
  readonly on_behalf_of: string | null;
  readonly purpose: string;
  readonly route: string;
  readonly request_id: string;
  readonly correlation_id: string;
  readonly kind: string;
  readonly code: string | null;
  readonly member_ids: readonly string[];
}

/** How far a chain has come, said to the outside (docs/audit.md). */
export interface Checkpoint {
  readonly service: string;
  readonly count: number;
  readonly lastHash: string;
  readonly checkpointedAt: string;
}

/** The link of one row to the one before it: HMAC-SHA-256 over the hash before and the canonical row. */
export function linkOf(key: KeyObject, before: Buffer, place: { readonly service: string; readonly position: number }, row: UnchainedRow): Buffer {
  const canonical = JSON.stringify([
    'hhp-audit-1', place.service, String(place.position), row.id, row.at, row.tenant, row.actor, row.role, row.organization, row.on_behalf_of, row.purpose,
    row.route, row.request_id, row.correlation_id, row.kind, row.code, row.member_ids,
  ]);
  return createHmac('sha256', key).update(before).update(canonical).digest();
}

/** The signature of a checkpoint, in hexadecimal digits. */
export function signatureOf(key: KeyObject, { service, count, lastHash, checkpointedAt }: Checkpoint): string {
  return createHmac('sha256', key).update(JSON.stringify(['hhp-audit-checkpoint-1', service, String(count), lastHash, checkpointedAt])).digest('hex');
}
