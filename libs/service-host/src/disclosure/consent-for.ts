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
  | {
    readonly allowed: true;
    readonly consentId: string;
    /** The version of that consent which was known when it was asked. */
    readonly consentVersion: number;
    /** Classes of recipients to which the organization belongs: what it may be told follows from them (`minimumFor`). */
    readonly recipientClasses: readonly string[];
    /** Until when it holds, on this process's monotonic clock (`performance.now()`): what has not left by then has to ask again. */
    readonly holdsUntil: number;
  }
  | { readonly allowed: false; readonly reason: DisclosureRefusal | 'consent-knowledge-stale' };

/** For how many milliseconds more a revocation would have reached this service: every partition of the consents was heard within its lease. */
async function consentsAreKnownFor(tx: Tx): Promise<number> {
  const [lease] = await tx.query<{ leftMs: number | null }>(
    `SELECT CASE WHEN count(*) = $1 THEN (extract(epoch FROM min(ends_at) - clock_timestamp()) * 1000)::float8 END AS "leftMs"
       FROM consent_lease WHERE partition < $1`, [topics['hhp.consent'].partitions]);
  return lease?.leftMs ?? 0;
}

/**
 * The gate: asked inside the transaction that creates an outbound item, and again just before it leaves. When this service may have
 * missed a revocation (no heartbeat for longer than the lease) the item is held. The lease is read before the consents, so the
 * consents are at least as new as it says, and by the database's clock, which a process cannot hold back.
 */
export async function consentFor(tx: Tx, asked: DisclosureAsked): Promise<Disclosure> {
  const askedAt = performance.now();
  const leftMs = await consentsAreKnownFor(tx);
  if (leftMs <= 0) return { allowed: false, reason: 'consent-knowledge-stale' };
  const known = await withinPlan(tx, asked.tenant ?? tx.tenant, (own) => own.query<{ said: Consent; version: number; revokedAt: Date | null }>(
    'SELECT said, version, revoked_at AS "revokedAt" FROM known_consent WHERE tenant = $1 AND member_id = $2', [own.tenant, asked.memberId]));
  const consents = known.map(({ said, revokedAt }) => (revokedAt ? { ...said, revokedAt: revokedAt.toISOString() } : said));
  const [recipient] = await tx.query<{ classes: string[] }>('SELECT classes FROM known_recipient WHERE organization_id = $1', [asked.organizationId]);
  const recipientClasses = recipient?.classes ?? [];
  const answer = mayDisclose(consents, { ...asked, organizationClasses: recipientClasses }, tx.now);
  if (!answer.allowed) return answer;
  const consentVersion = known.find(({ said }) => said.consentId === answer.consentId)!.version;
  return { ...answer, consentVersion, recipientClasses, holdsUntil: askedAt + leftMs };
}
