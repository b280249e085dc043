import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whose token it is. */
export interface Bearer {
  readonly tenant?: string;
  readonly organization?: string;
  readonly actor?: string;
}

/** An issuer of access tokens as a real one looks from outside: discovery, keys, signed tokens. */
export interface TestIssuer {
  readonly url: string;
  /** A good token for a role. */
  token(role: string, bearer?: Bearer): Promise<string>;
  /** A token whose claims or head are other than they should be. */
  signed(claims: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** The public key as the issuer shows it. */
  readonly publicKey: object;
  stop(): Promise<void>;
}

export async function startIssuer(audience: string): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const shown = { ...(await exportJWK(publicKey)), kid: 'test', use: 'sig', alg: 'ES256' };
  const server = createServer((request, response) => {
    const body = request.url?.startsWith('/.well-known/') ? { issuer: url, jwks_uri: `${url}/keys` } : { keys: [shown] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = (): number => Math.floor(Date.now() / 1000);
  const signed: TestIssuer['signed'] = (claims, header = {}) =>
    new SignJWT({ iss: url, aud: [audience], iat: now(), exp: now() + 300, jti: randomUUID(), client_id: 'tests', ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test', ...header })
      .sign(privateKey, { crit: Object.fromEntries((header.crit ?? []).map((name) => [name, true])) });
  return {
    url, signed, publicKey: shown,
    token: (role, { tenant, organization, actor = `${role}-1` } = {}) =>
      signed({ sub: actor, role, ...(tenant === undefined ? {} : { tenant }), ...(organization === undefined ? {} : { organization }) }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
