import { randomBytes } from 'node:crypto';
import { type JWK, exportJWK, generateKeyPair } from 'jose';

/** With what the issuer signs. Kept in the state folder, so that a token outlives a restart of the issuer. */
export interface IssuerKeys {
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly cookies: readonly string[];
}

export async function newKeys(): Promise<IssuerKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...await exportJWK(privateKey), kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' };
  return { jwks: { keys: [key] }, cookies: [randomBytes(32).toString('base64url')] };
}
