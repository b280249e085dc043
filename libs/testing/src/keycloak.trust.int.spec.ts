import { jarsFolder, type Keycloak, signIn, startKeycloak } from '@hhp/local-stack';
import { createService, type HostedService } from '@hhp/service-host';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { randomUUID } from 'node:crypto';
import { evidence } from './evidence.js';
import { exampleService } from './example/example.js';
import { ask } from './http-client.js';
import { type Surroundings, surroundingsOf } from './start-for-test.js';

let keycloak: Keycloak;
let around: Surroundings;
let services: { readonly addressed: HostedService; readonly another: HostedService };

beforeAll(async () => {
  [keycloak, around] = await Promise.all([startKeycloak(jarsFolder()), surroundingsOf(exampleService)]);
  const environment = { ...around.environment, OIDC_ISSUER: keycloak.issuer, READING: 'off' };
  const started = (audience: string) => createService(exampleService, { ...environment, OIDC_AUDIENCE: audience });
  services = { addressed: await started('hhp-referral'), another: await started('hhp-of-nobody') };
}, 300_000);
afterAll(async () => {
  for (const service of Object.values(services)) await service.stop();
  await Promise.all([keycloak.stop(), around.remove()]);
});

const path = `/members/${randomUUID()}/notes`;
const signedIn = (user: string): Promise<string> => signIn({ issuer: keycloak.issuer, password: 'demo' }, user);
const get = async (service: HostedService, as: string): Promise<unknown> => {
  const { status, body } = await ask(service.url, 'GET', path, { as });
  return [status, (body as { code?: string }).code];
};

describe('a real Keycloak with the realm of deploy/keycloak', () => {
  it('gives a coordinator a token that a service takes, and that no service takes which it does not name', async () => {
    const token = await signedIn('coordinator');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(decodeJwt(token)).toMatchObject({ iss: keycloak.issuer, sub: 'coordinator-1', role: 'care-coordinator', tenant: 'golden-gate' });
    const answers = [await get(services.addressed, token), await get(services.another, token)];
    expect(answers).toEqual([[200, undefined], [401, 'token-invalid']]);
    evidence('keycloak', [{
      claim: "A real Keycloak's token is taken by the service that it names, and by no other", counted: { accepted: 1, refused: 1 }, holds: true,
    }]);
  });

  it('gives a role that may not do this a token that is believed and refused', async () => {
    expect(await get(services.addressed, await signedIn('steward'))).toEqual([403, 'role-not-allowed']);
  });

  it('issues for no longer than five minutes, and lets a session rest for no longer than twenty', async () => {
    const answer = await fetch(`${keycloak.issuer}/protocol/openid-connect/token`, {
      method: 'POST', body: new URLSearchParams({ grant_type: 'password', client_id: 'hhp-demo', username: 'coordinator', password: 'demo' }),
    }).then((each) => each.json()) as { access_token: string; expires_in: number; refresh_expires_in: number };
    const { exp, iat } = decodeJwt(answer.access_token);
    expect(exp! - iat!).toBeLessThanOrEqual(300);
    expect(answer.expires_in).toBeLessThanOrEqual(300);
    expect(answer.refresh_expires_in).toBeLessThanOrEqual(1200);
  });

  it('knows nobody with a wrong password', async () => {
    await expect(signIn({ issuer: keycloak.issuer, password: 'wrong' }, 'coordinator')).rejects.toThrow('knows no user');
  });
});
