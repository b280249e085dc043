import { randomUUID } from 'node:crypto';
import { exampleService } from './example/example.js';
import type { Asked, Running } from './running.js';
import { startForTest } from './start-for-test.js';

let running: Running;
let as: string;
const memberId = randomUUID();
const path = `/members/${memberId}/notes`;
const canary = 'Albert-Reyes-91234567A';
interface Problem { readonly code: string; readonly fields: string[] }

beforeAll(async () => {
  running = await startForTest(exampleService, { settings: { LOG_LEVEL: 'silent' } });
  as = await running.token('care-coordinator', { tenant: 'golden-gate' });
});
afterAll(() => running.stop());

const write = (words: string, key?: string, to = path, token = as) =>
  running.request('POST', to, { as: token, body: { words }, ...(key === undefined ? {} : { key }) });
const post = (asked: Asked) => running.request('POST', path, { as, ...asked });
const form = 'application/x-www-form-urlencoded';
const notesOf = async (words: string) => running.query('SELECT 1 FROM note WHERE words = $1', [words]);
const problem = ({ status, body }: { status: number; body: unknown }): unknown[] => [status, (body as Problem).code, (body as Problem).fields];

describe('a request that changes something', () => {
  it('is done once, and answered the same, however often it is repeated with its key', async () => {
    const key = randomUUID();
    const [first, ...others] = [await write('once', key), await write('once', key), await write('once', key)];
    expect(first!.status).toBe(201);
    for (const other of others) expect([other.status, other.body]).toEqual([first!.status, first!.body]);
    expect(await notesOf('once')).toHaveLength(1);
  });
  it('is done once when ten come at the same moment', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => write('ten at once', key)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(await notesOf('ten at once')).toHaveLength(1);
  });
  it('is refused when its key was used with another body or another address', async () => {
    const key = randomUUID();
    await write('first', key);
    expect(problem(await write('second', key))).toEqual([409, 'idempotency-key-reused', ['Idempotency-Key']]);
    expect(problem(await write('first', key, `/members/${randomUUID()}/notes`))).toEqual([409, 'idempotency-key-reused', ['Idempotency-Key']]);
    expect(await notesOf('second')).toEqual([]);
  });
  it('may use a key that another person or plan has used', async () => {
    const key = randomUUID();
    const others = [{ tenant: 'golden-gate', actor: 'coordinator-2' }, { tenant: 'inland' }];
    const tokens = [as, ...await Promise.all(others.map((bearer) => running.token('care-coordinator', bearer)))];
    for (const token of tokens) expect((await write('shared key', key, path, token)).status).toBe(201);
    expect(await notesOf('shared key')).toHaveLength(3);
  });
  it('was not done when it was refused, and is judged anew', async () => {
    const key = randomUUID();
    for (let tries = 0; tries < 2; tries++) expect(problem(await write('refuse', key))).toEqual([409, 'words-refused', ['words']]);
  });
  it('needs a key of printable characters', async () => {
    const ask = (headers: Record<string, string>) => fetch(`${running.url}${path}`, {
      method: 'POST', headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers }, body: '{"words":"no key"}',
    });
    for (const [headers, code] of [[{}, 'idempotency-key-missing'], [{ 'idempotency-key': 'x'.repeat(101) }, 'idempotency-key-invalid'],
      [{ 'idempotency-key': 'é' }, 'idempotency-key-invalid']] as const) {
      const answer = await ask(headers);
      expect([answer.status, (await answer.json() as Problem).code]).toEqual([400, code]);
    }
    expect(await notesOf('no key')).toEqual([]);
  });
});

describe('what is wrong with a request', () => {
  it.each<[string, () => ReturnType<Running['request']>, unknown[]]>([
    ['a field that is wrong', () => post({ body: { words: 1, parts: [{ name: canary, amount: 1 }] } }), [400, 'request-invalid', ['words', 'parts.0.name']]],
    ['a parameter of the query', () => running.request('GET', `${path}?limit=${canary}`, { as }), [400, 'request-invalid', ['limit']]],
    ['a parameter of the path', () => running.request('GET', `/members/${canary}/notes`, { as }), [400, 'request-invalid', ['memberId']]],
    ['a field that there is not', () => post({ body: { words: 'x', [canary]: 1 } }), [400, 'request-invalid', ['*']]],
    ['a body that is no JSON', () => post({ body: `{"words": ${canary}`, type: 'application/json' }), [400, 'body-malformed', ['body']]],
    ['a body that would change prototypes', () => post({ body: '{"__proto__":{"a":1}}', type: 'application/json' }), [400, 'body-malformed', ['body']]],
    ['a body of another kind', () => post({ body: canary, type: 'text/csv' }), [400, 'request-invalid', ['body']]],
    ['a media type', () => post({ body: canary, headers: { 'content-type': 'application/xml' } }), [415, 'media-type-unsupported', []]],
    ['a form that is too large', () => post({ body: `words=${'x'.repeat(70_000)}`, type: form }), [413, 'body-too-large', []]],
    ['a route', () => running.request('GET', `/${canary}?name=${canary}`, { as }), [404, 'route-not-found', []]],
    ['an address that cannot be read', () => running.request('GET', `/members/%ZZ${canary}`, { as }), [400, 'request-malformed', []]],
    ['an error of ours', () => write(`fail ${canary}`), [500, 'internal-error', []]],
  ])('is told by names and no value: %s', async (_what, send, expected) => {
    const answer = await send();
    expect(problem(answer)).toEqual(expected);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.stringify([answer.body, answer.headers])).not.toContain(canary);
  });
  it('is in the audit as a refusal, without its values', async () => {
    const { headers } = await running.request('POST', path, { as, body: { words: canary, colour: canary } });
    expect(await running.query('SELECT actor, kind, code, member_ids::text[] FROM audit_entry WHERE request_id = $1', [headers['x-request-id']]))
      .toEqual([{ actor: 'care-coordinator-1', kind: 'refusal', code: 'request-invalid', member_ids: [memberId] }]);
    expect(JSON.stringify(await running.query('SELECT * FROM audit_entry'))).not.toContain(canary);
  });
});

describe('a body', () => {
  it('may be a form, where a route takes an object', async () => {
    expect(await running.request('POST', '/open', { body: 'words=a+form', type: form })).toMatchObject({ status: 200, body: { words: 'a form' } });
  });
  it('is refused where no file is taken, when it is larger than a request can be, also when it does not say so before', async () => {
    const body = JSON.stringify({ words: 'x'.repeat(5_000_000) });
    expect(problem(await post({ body, type: 'application/json' }))).toEqual([413, 'body-too-large', []]);
    const inParts = new ReadableStream({ pull(parts) { parts.enqueue(Buffer.from(body)); parts.close(); } });
    const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json', 'idempotency-key': 'in-parts' };
    const answer = await fetch(`${running.url}${path}`, { method: 'POST', body: inParts, headers, duplex: 'half' } as RequestInit);
    expect([answer.status, (await answer.json() as Problem).code]).toEqual([413, 'body-too-large']);
  });
  it('may be a text of many megabytes, as it came', async () => {
    const administrator = await running.token('plan-administrator', { tenant: 'golden-gate' });
    const text = 'cin,name\r\n'.repeat(2_000_000);
    expect((await running.request('POST', '/texts', { as: administrator, body: text, type: 'text/csv' })).body).toEqual({ length: text.length });
    expect(problem(await running.request('POST', '/texts', { as: administrator, body: { a: 1 } }))).toEqual([400, 'request-invalid', ['body']]);
  });
});
