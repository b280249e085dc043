import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Deployment } from './deployment.js';

/** Tokens that must open nothing (RFC 8725, RFC 9068), each with the answer that it gets. */
export interface Attack { readonly what: string; readonly token: string | undefined; readonly code: string }

interface Claims { readonly [claim: string]: unknown }
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

/** A letter that means the same at the end of a signature of 64 bytes: only the first two of its six bits count. */
const otherLetter = (last: string): string => String.fromCharCode(last.charCodeAt(0) + 1);

/** Every attack with the claims of a bearer whom a route lets in. */
export async function attacksWith(deployment: Deployment, bearer: Claims): Promise<Attack[]> {
  const { issuer, audiences } = deployment;
  const claims = { iss: issuer.url, aud: audiences, iat: now(), exp: now() + 300, sub: 'attacker', ...bearer };
  const own = await generateKeyPair('ES256', { extractable: true });
  const ownKey = { ...await exportJWK(own.publicKey), kid: 'test', alg: 'ES256' };
  const rsa = await generateKeyPair('RS256');
  const forged = (header: object, key = own.privateKey): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test', ...header }).sign(key);
  const hmac = (secret: string): string => {
    const head = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: 'test' })}.${base64(claims)}`;
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
  };
  const pem = createPublicKey({ key: issuer.publicKey as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;
  const good = await issuer.signed({ ...claims });
  const [head, body, signature] = good.split('.') as [string, string, string];
  const invalid = (what: string, token: string): Attack => ({ what, token, code: 'token-invalid' });
  return [
    { what: 'no token', token: undefined, code: 'token-missing' },
    { what: 'expired', token: await issuer.signed({ ...claims, exp: now() - 120 }), code: 'token-expired' },
    invalid('for another audience', await issuer.signed({ ...claims, aud: ['somebody-else'] })),
    invalid('algorithm none', `${base64({ alg: 'none', typ: 'at+jwt' })}.${base64(claims)}.`),
    invalid('algorithm None, and the signature of a good one', `${base64({ alg: 'None', typ: 'at+jwt', kid: 'test' })}.${base64(claims)}.${signature}`),
    invalid('the public key as the secret of an HMAC, as JWK', hmac(JSON.stringify(issuer.publicKey))),
    invalid('the public key as the secret of an HMAC, as PEM', hmac(pem)),
    invalid('signed by another key under the same name', await forged({})),
    invalid('signed by another key of another algorithm', await forged({ alg: 'RS256' }, rsa.privateKey)),
    invalid('naming a key that the issuer does not have', await issuer.signed(claims, { kid: 'other' })),
    invalid('naming where its keys are (jku)', await forged({ jku: 'http://127.0.0.1:9/keys', kid: 'mine' })),
    invalid('naming where its certificate is (x5u)', await forged({ x5u: 'http://127.0.0.1:9/cert', kid: 'mine' })),
    invalid('bringing its own key (jwk)', await forged({ jwk: ownKey })),
    invalid('of another issuer', await issuer.signed({ ...claims, iss: 'https://elsewhere.example' })),
    invalid('of another kind (an id token)', await issuer.signed(claims, { typ: 'JWT' })),
    invalid('of no kind', await issuer.signed(claims, { typ: undefined as unknown as string })),
    invalid('not valid yet', await issuer.signed({ ...claims, nbf: now() + 300 })),
    invalid('without an end', await issuer.signed({ ...claims, exp: undefined })),
    invalid('without a subject', await issuer.signed({ ...claims, sub: undefined })),
    invalid('with several plans', await issuer.signed({ ...claims, tenant: ['golden-gate', 'bay-view'] })),
    invalid('with several roles', await issuer.signed({ ...claims, role: ['operator', 'cb-cme-supervisor'] })),
    invalid('with a critical extension that nobody knows', await issuer.signed(claims, { crit: ['exp'], exp: 1 })),
    invalid('changed after it was signed', `${head}.${base64({ ...claims, sub: 'somebody-else' })}.${signature}`),
    invalid('cut short', good.slice(0, -12)),
    invalid('without its signature', `${head}.${body}.`),
    invalid('without its middle', `${head}..${signature}`),
    invalid('of four parts', `${good}.${signature}`),
    invalid('with padding behind its signature', `${good}==`),
    invalid('with padding behind its claims', `${head}.${body}=.${signature}`),
    invalid('whose signature is spelled in other letters', `${good.slice(0, -1)}${otherLetter(good.slice(-1))}`),
    invalid('no token at all', 'abc'),
  ];
}
