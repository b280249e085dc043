import { scopeOf } from './caller.js';
import type { OpenTx } from './tx.js';

export type AuditKind = 'change' | 'read' | 'refusal' | 'disclosure';

/** What was done, and whom it concerned. */
export interface AuditRow {
  readonly tenant: string;
  readonly kind: AuditKind;
  readonly code: string | null;
  readonly memberIds: readonly string[];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function auditRow({ session, caller }: OpenTx, kind: AuditKind, code: string | null = null, by = caller): AuditRow {
  const tenant = scopeOf({ tenants: session.tenants, organization: by.organization });
  return { tenant, kind, code, memberIds: [...session.members].filter((id) => uuid.test(id)) };
}
