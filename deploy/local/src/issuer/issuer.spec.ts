import { createRemoteJWKSet, jwtVerify } from 'jose';
import { demoUsers } from './demo-users.js';
import { type Issuer, startIssuer } from './issuer.js';
import { newKeys } from './issuer-keys.js';
import { signIn } from './sign-in.js';

const audiences = ['hhp-enrollment', 'hhp-referral'];
let issuer: Issuer;

beforeAll(async () => { issuer = await startIssuer({ port: 0, audiences, users: demoUsers, password: 'right' }); });
afterAll(() => issuer.stop());

async function read(token: string) {
  const discovery = await fetch(`${issuer.url}/.well-known/openid-configuration`).then((answer) => answer.json()) as { issuer: string; jwks_uri: string };
  expect(discovery.issuer).toBe(issuer.url);
  return jwtVerify(token, createRemoteJWKSet(new URL(discovery.jwks_uri)), { issuer: issuer.url, audience: 'hhp-referral', typ: 'at+jwt' });
}

describe('the local issuer', () => {
  it('gives a demonstration user a signed token for all services, which lives five minutes', async () => {
    const { payload, protectedHeader } = await read(await signIn({ issuer: issuer.url, password: 'right' }, 'coordinator'));
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(payload).toMatchObject({
      iss: issuer.url, aud: audiences, sub: 'coordinator-1', client_id: 'hhp-demo', role: 'care-coordinator', tenant: 'golden-gate',
      organization: demoUsers.coordinator!.organization, jti: expect.any(String), iat: expect.any(Number),
    });
    expect(payload.exp! - payload.iat!).toBe(300);
  });

  it('leaves the plan out of the token of a person who belongs to none', async () => {
    const { payload } = await read(await signIn({ issuer: issuer.url, password: 'right' }, 'cbo'));
    expect(payload).not.toHaveProperty('tenant');
    expect(payload).toMatchObject({ role: 'cbo-staff', organization: demoUsers.cbo!.organization });
  });

  it.each([['coordinator', 'wrong'], ['stranger', 'right'], ['constructor', 'right']])('refuses %s with the password %s', async (user, password) => {
    await expect(signIn({ issuer: issuer.url, password }, user)).rejects.toThrow('knows no user');
  });

  it('signs with the keys it was given, so that a restart changes nothing', async () => {
    const keys = await newKeys();
    const first = await startIssuer({ port: 0, audiences, users: demoUsers, password: 'x', keys });
    const token = await first.tokenFor({ actor: 'anybody', role: 'analyst' });
    await first.stop();
    const again = await startIssuer({ port: Number(new URL(first.url).port), audiences, users: demoUsers, password: 'x', keys });
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${again.url}/jwks`)), { issuer: again.url });
    await again.stop();
    expect(payload.sub).toBe('anybody');
  });

  it('has a user for every role', () => {
    expect(new Set(Object.values(demoUsers).map(({ role }) => role))).toEqual(new Set([
      'plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'housing-navigator', 'community-health-worker', 'directory-steward',
      'cbo-staff', 'discharge-planner', 'analyst', 'state-overseer', 'operator', 'service',
    ]));
  });
});
