import { randomUUID } from 'node:crypto';
import { exampleService } from './example/example.js';
import type { Answer, Running } from './running.js';
import { startForTest } from './start-for-test.js';

const running: Running[] = [];
afterEach(() => Promise.all(running.splice(0).map((each) => each.stop())));

async function serving(settings: Readonly<Record<string, string>>): Promise<Running> {
  const service = await startForTest(exampleService, { settings: { LOG_LEVEL: 'silent', ...settings } });
  running.push(service);
  return service;
}
const coordinator = (service: Running, actor: string, tenant = 'golden-gate') => service.token('care-coordinator', { tenant, actor });
const notes = (service: Running, as: string, memberId: string = randomUUID(), query = '') => service.request('GET', `/members/${memberId}/notes${query}`, { as });

/** The statuses of so many requests, one behind the other. */
async function statuses(count: number, ask: (nth: number) => Promise<Answer>): Promise<number[]> {
  const found: number[] = [];
  for (let nth = 0; nth < count; nth++) found.push((await ask(nth)).status);
  return found;
}
function expectRefused({ status, body, headers }: Answer, code: string): void {
  expect([status, body]).toMatchObject([429, { code, title: 'Too many requests', fields: [] }]);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
}
const refusals = (service: Running, code: string) => service.query<{ actor: string }>("SELECT actor FROM audit_entry WHERE kind = 'refusal' AND code = $1", [code]);

describe('a limit on requests', () => {
  it('of one actor stops that actor, says when to come again, and nobody else', async () => {
    const service = await serving({ RATE_ACTOR_PER_MINUTE: '5' });
    const [ana, ben] = [await coordinator(service, 'ana'), await coordinator(service, 'ben')];
    const member = randomUUID();
    expect(await statuses(7, () => notes(service, ana, member))).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expectRefused(await notes(service, ana, member), 'too-many-requests');
    expect(await statuses(5, () => notes(service, ben, member))).toEqual([200, 200, 200, 200, 200]);
    // Another token is the same actor.
    expectRefused(await notes(service, await coordinator(service, 'ana'), member), 'too-many-requests');
  });
  it('stands once in the audit, however many requests come beyond it', async () => {
    const service = await serving({ RATE_ACTOR_PER_MINUTE: '2' });
    const ana = await coordinator(service, 'ana');
    await statuses(12, () => notes(service, ana));
    expect(await refusals(service, 'too-many-requests')).toHaveLength(1);
  });
  it('of one organization counts all of its people, and no other organization', async () => {
    const service = await serving({ RATE_ORGANIZATION_PER_MINUTE: '4' });
    const people = await Promise.all(['ana', 'ben', 'eve'].map((actor) => coordinator(service, actor)));
    expect(await statuses(6, (nth) => notes(service, people[nth % 3]!))).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await notes(service, await coordinator(service, 'ana', 'inland'))).status).toBe(200);
  });
  it('of one address counts before any token is looked at, and leaves the look at health alone', async () => {
    const service = await serving({ RATE_ADDRESS_PER_MINUTE: '4' });
    const ask = (nth: number) => (nth % 2 === 0 ? notes(service, 'no.good.token') : service.request('GET', '/own'));
    expect(await statuses(6, ask)).toEqual([401, 401, 401, 401, 429, 429]);
    expectRefused(await notes(service, await coordinator(service, 'ana')), 'too-many-requests');
    expect((await service.request('GET', '/health/live')).status).toBe(200);
  });
  it('believes what a proxy says of the address only when it knows the proxy', async () => {
    const settings = { RATE_ADDRESS_PER_MINUTE: '2' };
    const [known, unknown] = [await serving({ ...settings, TRUSTED_PROXIES: '127.0.0.1' }), await serving(settings)];
    const from = (service: Running) => (nth: number) => service.request('GET', '/slow', { headers: { 'x-forwarded-for': `198.51.100.${nth}` } });
    expect(await statuses(4, from(known))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, from(unknown))).toEqual([200, 200, 429, 429]);
  });
});

describe('a limit on breadth', () => {
  it('stops an actor who goes from member to member, and not one who stays with their own', async () => {
    const service = await serving({ RATE_MEMBERS_PER_HOUR: '3' });
    const [ana, ben] = [await coordinator(service, 'ana'), await coordinator(service, 'ben')];
    const members = Array.from({ length: 5 }, () => randomUUID());
    expect(await statuses(5, (nth) => notes(service, ana, members[nth]))).toEqual([200, 200, 200, 429, 429]);
    expectRefused(await notes(service, ana, members[4]), 'too-many-members');
    expect(await statuses(3, () => notes(service, ana, members[0]))).toEqual([200, 200, 200]);
    expect((await notes(service, ben, members[4])).status).toBe(200);
    expect(await refusals(service, 'too-many-members')).toEqual([{ actor: 'ana' }]);
  });
  it('stops an actor who walks through the pages of a list', async () => {
    const service = await serving({ RATE_PAGES_PER_HOUR: '3' });
    const [ana, member] = [await coordinator(service, 'ana'), randomUUID()];
    expect(await statuses(5, (nth) => notes(service, ana, member, `?limit=${nth + 1}`))).toEqual([200, 200, 200, 429, 429]);
    expectRefused(await notes(service, ana, member, '?limit=9'), 'too-many-pages');
    expect((await notes(service, ana, member)).status).toBe(200);
  });
});

describe('limits', () => {
  it('are not there when they are set to 0', async () => {
    const none = Object.fromEntries(['ADDRESS_PER_MINUTE', 'ACTOR_PER_MINUTE', 'ORGANIZATION_PER_MINUTE', 'MEMBERS_PER_HOUR', 'PAGES_PER_HOUR'].map((name) => [`RATE_${name}`, '0']));
    const service = await serving(none);
    const ana = await coordinator(service, 'ana');
    expect(new Set(await statuses(30, (nth) => notes(service, ana, randomUUID(), `?limit=${(nth % 9) + 1}`)))).toEqual(new Set([200]));
  });
});
