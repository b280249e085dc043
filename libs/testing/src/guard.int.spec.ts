import { randomUUID } from 'node:crypto';
import { createHmac } from 'node:crypto';
import { createService } from '@hhp/service-host';
import { generateKeyPair, SignJWT } from 'jose';
import { exampleService } from './example/example.js';
import { ask } from './http-client.js';
import { type Surroundings, surroundingsOf } from './start-for-test.js';

let around: Surroundings;
let service: Awaited<ReturnType<typeof createService>>;
const memberId = randomUUID();
const path = `/members/${memberId}/notes`;
const body = { words: 'hello' };
const now = (): number => Math.floor(Date.now() / 1000);
const coordinator = { sub: 'coordinator-1', role: 'care-coordinator', tenant: 'golden-gate' };

beforeAll(async () => {
  around = await surroundingsOf(exampleService, { settings: { LOG_LEVEL: 'silent' } });
  service = await createService(exampleService, around.environment);
});
afterAll(async () => {
  await service.stop();
  await around.remove();
});

const get = (as?: string, to = path) => ask(service.url, 'GET', to, as === undefined ? {} : { as });
const code = async (answer: ReturnType<typeof ask>): Promise<unknown> => {
  const { status, body: problem } = await answer;
  return [status, (problem as { code?: string }).code];
};
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({ iss: around.issuer.url, aud: ['hhp-example-notes'], iat: now(), exp: now() + 300, ...coordinator });

describe('a token (RFC 8725, RFC 9068)', () => {
  it('lets in when it is good, also for several audiences and up to a minute late', async () => {
    for (const other of [{}, { aud: ['hhp-other', 'hhp-example-notes'] }, { exp: now() - 40 }]) {
      expect((await get(await around.issuer.signed({ ...coordinator, ...other }))).status).toBe(200);
    }
  });
  it.each<[string, () => Promise<string> | string, string]>([
    ['has no signature', () => `${base64({ alg: 'none', typ: 'at+jwt' })}.${base64(claims())}.`, 'token-invalid'],
    ['is signed with the public key as if it were a secret', () => {
      const head = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: 'test' })}.${base64(claims())}`;
      return `${head}.${createHmac('sha256', JSON.stringify(around.issuer.publicKey)).update(head).digest('base64url')}`;
    }, 'token-invalid'],
    ['is signed by somebody else under the same key id', async () => {
      const { privateKey } = await generateKeyPair('ES256');
      return new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test' }).sign(privateKey);
    }, 'token-invalid'],
    ['names a key that the issuer does not have', () => around.issuer.signed(coordinator, { kid: 'other' }), 'token-invalid'],
    ['is of another issuer', () => around.issuer.signed({ ...coordinator, iss: 'https://elsewhere.example' }), 'token-invalid'],
    ['is for another service', () => around.issuer.signed({ ...coordinator, aud: ['hhp-referral'] }), 'token-invalid'],
    ['is no access token', () => around.issuer.signed(coordinator, { typ: 'JWT' }), 'token-invalid'],
    ['has expired', () => around.issuer.signed({ ...coordinator, exp: now() - 70 }), 'token-expired'],
    ['never expires', () => around.issuer.signed({ ...coordinator, exp: undefined }), 'token-invalid'],
    ['is not yet valid', () => around.issuer.signed({ ...coordinator, nbf: now() + 120 }), 'token-invalid'],
    ['was changed', async () => {
      const [head, , signature] = (await around.issuer.signed(coordinator)).split('.');
      return `${head}.${base64({ ...claims(), role: 'operator' })}.${signature}`;
    }, 'token-invalid'],
    ['asks for something we do not understand', () => around.issuer.signed(coordinator, { crit: ['exp'], exp: 1 }), 'token-invalid'],
    ['names a plan that is no id', () => around.issuer.signed({ ...coordinator, tenant: 'golden gate' }), 'token-invalid'],
    ['names several plans', () => around.issuer.signed({ ...coordinator, tenant: ['golden-gate', 'inland'] }), 'token-invalid'],
    ['names no role', () => around.issuer.signed({ ...coordinator, role: undefined }), 'token-invalid'],
    ['names nobody', () => around.issuer.signed({ ...coordinator, sub: undefined }), 'token-invalid'],
    ['has padding behind its signature', async () => `${await around.issuer.signed(coordinator)}==`, 'token-invalid'],
    ['has padding behind its claims', async () => (await around.issuer.signed(coordinator)).replace(/\.(?=[^.]*$)/, '=.'), 'token-invalid'],
    ['has a signature in other letters', async () => {
      const token = await around.issuer.signed(coordinator);
      // Of the last letter of 64 bytes only two bits count: the next one means the same.
      return `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) + 1)}`;
    }, 'token-invalid'],
    ['is none', () => 'abc', 'token-invalid'],
  ])('that %s lets nobody in', async (_what, token, expected) => {
    expect(await code(get(await token()))).toEqual([401, expected]);
  });
  it('has to come in the header', async () => {
    expect(await code(get())).toEqual([401, 'token-missing']);
    const token = await around.issuer.signed(coordinator);
    expect(await code(get(undefined, `${path}?access_token=${token}`))).toEqual([401, 'token-missing']);
    expect(await code(ask(service.url, 'GET', path, { headers: { authorization: `Basic ${token}` } }))).toEqual([401, 'token-missing']);
  });
});

describe('a route', () => {
  it('is for its roles', async () => {
    expect(await code(get(await around.issuer.token('analyst', { tenant: 'golden-gate' })))).toEqual([403, 'role-not-allowed']);
    expect(await code(get(await around.issuer.token('operator'), '/operations/status'))).toEqual([200, undefined]);
    expect(await code(get(await around.issuer.token('care-coordinator', { tenant: 'golden-gate' }), '/operations/status'))).toEqual([403, 'role-not-allowed']);
  });
  it("needs the caller's plan, or the organization of one who serves several plans", async () => {
    expect(await code(get(await around.issuer.token('care-coordinator', { organization: 'cbo-1' })))).toEqual([403, 'plan-missing']);
    expect(await code(get(await around.issuer.token('cbo-staff', { tenant: 'golden-gate' })))).toEqual([403, 'organization-missing']);
    expect((await get(await around.issuer.token('cbo-staff', { organization: 'cbo-1' }))).status).toBe(200);
    expect(await code(get(await around.issuer.token('discharge-planner', { tenant: 'golden-gate' }), '/own'))).toEqual([403, 'organization-missing']);
  });
  it('is told who calls, what for and along which trace', async () => {
    const as = await around.issuer.token('cbo-staff', { organization: 'cbo-1', actor: 'dana' });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { body: caller, headers } = await ask(service.url, 'GET', '/own', { as, headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    expect(caller).toEqual({
      actor: 'dana', role: 'cbo-staff', organization: 'cbo-1', tenants: [], purpose: 'treatment', route: 'GET /own', correlationId: trace,
      requestId: headers['x-request-id'],
    });
    const unsafe = await ask(service.url, 'GET', '/own', { as, headers: { 'x-correlation-id': '91234567A', traceparent: 'Albert' } });
    expect(unsafe.body).toMatchObject({ correlationId: unsafe.headers['x-request-id'] });
  });
  it('takes no large body from somebody unknown, and reads none of it', async () => {
    const large = { words: 'x'.repeat(100_000) };
    expect(await code(ask(service.url, 'POST', '/open', { body: large }))).toEqual([401, 'token-missing']);
    expect(await code(ask(service.url, 'POST', '/open', { body: large, as: 'abc' }))).toEqual([401, 'token-invalid']);
  });
});

describe('a refusal of the guard', () => {
  it('is in the audit: who, what, and about whom', async () => {
    const as = await around.issuer.token('analyst', { tenant: 'golden-gate', actor: 'curious' });
    const { headers } = await get(as);
    await ask(service.url, 'POST', path, { body });
    const rows = await around.database.query(
      'SELECT tenant, actor, role, purpose, route, kind, code, member_ids::text[] FROM audit_entry WHERE request_id = $1', [headers['x-request-id']]);
    expect(rows).toEqual([{
      tenant: 'golden-gate', actor: 'curious', role: 'analyst', purpose: 'care-coordination', route: 'GET /members/:memberId/notes', kind: 'refusal',
      code: 'role-not-allowed', member_ids: [memberId],
    }]);
    const [unknown] = await around.database.query("SELECT tenant, actor, code FROM audit_entry WHERE route LIKE 'POST %' ORDER BY id DESC LIMIT 1");
    expect(unknown).toEqual({ tenant: 'nobody', actor: 'unknown', code: 'token-missing' });
  });
});

describe('an issuer that is away', () => {
  it('keeps everybody out for the moment, and lets them in when it is back', async () => {
    const elsewhere = await createService(exampleService, { ...around.environment, OIDC_ISSUER: 'http://127.0.0.1:9' });
    try {
      const as = await around.issuer.signed(coordinator);
      const answer = await ask(elsewhere.url, 'GET', path, { as });
      expect([answer.status, answer.headers['retry-after'], (answer.body as { code: string }).code]).toEqual([503, '2', 'issuer-unavailable']);
      expect((await ask(elsewhere.url, 'GET', '/health/live')).status).toBe(200);
    } finally {
      await elsewhere.stop();
    }
  });
});
