import { isUuid } from '@hhp/domain-kit';
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

export function auditRow({ session, caller }: OpenTx, kind: AuditKind, code: string | null = null, by = caller): AuditRow {
  const tenant = scopeOf({ tenants: session.tenants, organization: by.organization });
  return { tenant, kind, code, memberIds: [...session.members].filter(isUuid) };
}
