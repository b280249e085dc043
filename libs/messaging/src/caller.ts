import type { Purpose } from '@hhp/contracts';

/** Who asks, for whom and what for: built by the edge from a checked token, and never by a request's body. */
export interface Caller {
  /** Opaque id of the person, service or one-time link. */
  readonly actor: string;
  readonly role: string;
  /** The plan organizations whose rows the caller may touch: one for a person of a plan, none for one whom referrals are addressed to. */
  readonly tenants: readonly string[];
  /** The community organization, care entity or facility that the caller belongs to. */
  readonly organization?: string | undefined;
  /** The colleague who is away, when it is by covering for them that the caller looks after whom this is about. */
  readonly onBehalfOf?: string | undefined;
  readonly purpose: Purpose;
  readonly requestId: string;
  readonly correlationId: string;
  /** The route as a pattern, `POST /members/:memberId/needs`. */
  readonly route: string;
  readonly idempotency?: { readonly key: string; readonly fingerprint: string } | undefined;
}

/** The service itself, when nobody asked: a reader, a deadline, housekeeping. */
export function serviceCaller(service: string, route: string, correlationId: string): Caller {
  return { actor: `service:${service}`, role: 'service', tenants: [], purpose: 'system', requestId: correlationId, correlationId, route };
}

/** Whose keys and audit rows these are when no plan is: the organization's, or nobody's. */
export function scopeOf({ tenants, organization }: Pick<Caller, 'tenants' | 'organization'>): string {
  return tenants[0] ?? (organization ? `organization:${organization}` : 'nobody');
}
