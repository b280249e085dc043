import { type DataClass, type Purpose, topics } from '@hhp/contracts';
import { type Consent, type DisclosureRefusal, mayDisclose } from '@hhp/domain-kit';
import { type Tx, withinPlan } from '@hhp/messaging';

/** May these classes of data about this member go to this organization for this purpose? */
export interface DisclosureAsked {
  readonly memberId: string;
  readonly organizationId: string;
  readonly dataClasses: readonly DataClass[];
  readonly purpose: Purpose;
  /** The plan of the row that is about to be shown, where the caller has none: somebody of an organization that serves several. */
  readonly tenant?: string;
}
export type Disclosure =
  | { readonly allowed: true; readonly consentId: string }
  | { readonly allowed: false; readonly reason: DisclosureRefusal | 'consent-knowledge-stale' };

/** Whether a revocation would have reached this service: every partition of the consents was heard within its lease. */
async function consentsAreKnown(tx: Tx): Promise<boolean> {
  const [lease] = await tx.query<{ current: boolean }>(
    'SELECT count(*) = $1 AND min(ends_at) > clock_timestamp() AS current FROM consent_lease WHERE partition < $1', [topics['hhp.consent'].partitions]);
  return lease?.current ?? false;
}

/**
 * The gate: asked inside the transaction that creates an outbound item, and again just before it leaves. When this service may have
 * missed a revocation (no heartbeat for longer than the lease) the item is held. The lease is read before the consents, so the
 * consents are at least as new as it says, and by the database's clock, which a process cannot hold back.
 */
export async function consentFor(tx: Tx, asked: DisclosureAsked): Promise<Disclosure> {
  if (!(await consentsAreKnown(tx))) return { allowed: false, reason: 'consent-knowledge-stale' };
  const known = await withinPlan(tx, asked.tenant ?? tx.tenant, (own) => own.query<{ said: Consent; revokedAt: Date | null }>(
    'SELECT said, revoked_at AS "revokedAt" FROM known_consent WHERE tenant = $1 AND member_id = $2', [own.tenant, asked.memberId]));
  const consents = known.map(({ said, revokedAt }) => (revokedAt ? { ...said, revokedAt: revokedAt.toISOString() } : said));
  const [recipient] = await tx.query<{ classes: string[] }>('SELECT classes FROM known_recipient WHERE organization_id = $1', [asked.organizationId]);
  return mayDisclose(consents, { ...asked, organizationClasses: recipient?.classes ?? [] }, tx.now);
}
