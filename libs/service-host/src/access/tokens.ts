import { idPattern } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { hash } from 'node:crypto';
import { Unauthenticated } from '../http/unauthenticated.js';
import type { Identity } from './policy.js';

const algorithms = ['ES256', 'RS256', 'PS256'];
const patience = 5_000;
/** A token that was checked is believed for so long without asking again: as long as a withdrawn key of the issuer may go unnoticed. */
const believedMs = 60_000;
const mostBelieved = 10_000;
/** What jose says when the token is bad, and not our way to its issuer's keys. */
const badToken = new Set([
  'ERR_JWT_CLAIM_VALIDATION_FAILED', 'ERR_JWT_INVALID', 'ERR_JWS_INVALID', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED', 'ERR_JWKS_NO_MATCHING_KEY', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
]);

/** Checks access tokens (RFC 9068, RFC 8725): who issued them, for whom, of what kind, until when, signed with what. */
export class Tokens {
  private keys: Promise<JWTVerifyGetKey> | undefined;
  /** By a digest, so that no token lies about in memory. */
  private believed = new Map<string, { readonly identity: Identity; readonly until: number }>();

  constructor(private readonly issuer: string, private readonly audience: string) {}

  async identify(token: string): Promise<Identity> {
    const digest = hash('sha256', token, 'base64');
    const known = this.believed.get(digest);
    if (known && Date.now() < known.until) return known.identity;
    const { identity, expiresAt } = await this.check(token);
    if (this.believed.size >= mostBelieved) this.believed = new Map();
    this.believed.set(digest, { identity, until: Math.min(expiresAt, Date.now() + believedMs) });
    return identity;
  }

  private async check(token: string): Promise<{ identity: Identity; expiresAt: number }> {
    if (!isCompact(token)) throw invalid();
    const keys = await this.keysOfIssuer();
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms, issuer: this.issuer, audience: this.audience, typ: 'at+jwt', clockTolerance: 60, requiredClaims: ['exp', 'iat', 'sub'],
      });
      return { identity: identityOf(payload), expiresAt: payload.exp! * 1_000 };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Unauthenticated('token-expired', 'The access token has expired');
      if (error instanceof Unauthenticated) throw error;
      if (error instanceof errors.JOSEError && badToken.has(error.code)) throw invalid();
      throw unreachable();
    }
  }

  /** Where the keys are is asked once; which keys there are, again when a token names one that is not known, or after ten minutes. */
  private keysOfIssuer(): Promise<JWTVerifyGetKey> {
    this.keys ??= this.discover().catch(() => {
      this.keys = undefined;
      throw unreachable();
    });
    return this.keys;
  }

  private async discover(): Promise<JWTVerifyGetKey> {
    const answer = await fetch(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(patience) });
    const { issuer, jwks_uri: keys } = await answer.json() as { issuer?: string; jwks_uri?: string };
    if (issuer !== this.issuer || !keys) throw new TypeError('The discovery document is of another issuer');
    return createRemoteJWKSet(new URL(keys), { timeoutDuration: patience, cooldownDuration: 10_000, cacheMaxAge: 600_000 });
  }
}

/** Three parts in base64url, each spelled as RFC 7515 spells it: without padding, so that no token is another one in other letters. */
function isCompact(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((part) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part);
}

const invalid = (): Unauthenticated => new Unauthenticated('token-invalid', 'The access token is not valid here');
const unreachable = (): Refused => new Refused('issuer-unavailable', 'The issuer of access tokens cannot be reached', 'unavailable');

function identityOf({ sub, role, tenant, organization }: JWTPayload): Identity {
  if (typeof sub !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(sub) || typeof role !== 'string') throw invalid();
  return { actor: sub, role, tenant: idOrNothing(tenant), organization: idOrNothing(organization) };
}

function idOrNothing(claim: unknown): string | undefined {
  if (claim === undefined || claim === null) return undefined;
  if (typeof claim !== 'string' || !idPattern.test(claim)) throw invalid();
  return claim;
}
