import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { exampleService } from './example/example.js';
import type { Running } from './running.js';
import { startForTest } from './start-for-test.js';

let running: Running;
let [coordinator, administrator] = ['', ''];
const path = `/members/${randomUUID()}/notes`;
const canary = 'Albert-Reyes-91234567A';

beforeAll(async () => {
  running = await startForTest(exampleService, { settings: { LOG_LEVEL: 'silent' } });
  coordinator = await running.token('care-coordinator', { tenant: 'golden-gate' });
  administrator = await running.token('plan-administrator', { tenant: 'golden-gate' });
});
afterAll(() => running.stop());

type Told = [status: number, code: string, fields: string[]];

/** Sends bytes as they are. */
async function send(to: string, as: string, body: Uint8Array | string, headers: Record<string, string>): Promise<{ told: Told; text: string; sent: Response }> {
  const sent = await fetch(`${running.url}${to}`, { method: 'POST', body, headers: { authorization: `Bearer ${as}`, 'idempotency-key': randomUUID(), ...headers } });
  const text = await sent.text();
  const { code, fields } = JSON.parse(text) as { code: string; fields: string[] };
  return { told: [sent.status, code, fields], text, sent };
}
const json = (body: Uint8Array | string) => send(path, coordinator, body, { 'content-type': 'application/json' });
const text = (body: Uint8Array | string, more: Record<string, string> = {}) => send('/texts', administrator, body, { 'content-type': 'text/csv', ...more });
const form = (body: Uint8Array | string) => send('/open', coordinator, body, { 'content-type': 'application/x-www-form-urlencoded' });
const nested = (depth: number): string => `{"words":"deep","parts":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const malformed: Told = [400, 'body-malformed', ['body']];

describe('a JSON body is refused, by a problem document that holds no word of it,', () => {
  it.each<[string, string | Uint8Array, Told]>([
    ['that is nested without end', nested(100_000), [400, 'body-too-deep', ['body']]],
    ['that is nested a little too deep', nested(40), [400, 'body-too-deep', ['body']]],
    ['that is nested without end and broken off', '{"words":'.repeat(100_000), [400, 'body-too-deep', ['body']]],
    ['with a name twice in an object', `{"words":"a","words":"${canary}"}`, [400, 'name-twice', ['body']]],
    ['with a name twice, once written otherwise', `{"words":"a","w\\u006frds":"${canary}"}`, [400, 'name-twice', ['body']]],
    ['with a name twice deep inside', '{"words":"a","parts":[{"name":"a","name":"b","amount":1}]}', [400, 'name-twice', ['body']]],
    ['with the name of prototypes', `{"words":"a","__proto__":{"words":"${canary}"}}`, malformed],
    ['with the name of prototypes, written otherwise', '{"words":"a","\\u005f_proto__":{"a":1}}', malformed],
    ['with the name of prototypes inside', '{"words":"a","parts":[{"constructor":{"prototype":{"admin":true}}}]}', malformed],
    ['with a number beyond all numbers', '{"words":"a","parts":[{"name":"a","amount":1e999}]}', [400, 'number-too-large', ['parts.0.amount']]],
    ['with a number that loses digits', '{"words":"a","parts":[{"name":"a","amount":9007199254740993}]}', [400, 'number-too-large', ['parts.0.amount']]],
    ['with a number of a million digits', `{"words":"a","parts":[{"name":"a","amount":${'9'.repeat(900_000)}}]}`, [400, 'number-too-large', ['parts.0.amount']]],
    ['with a NUL', '{"words":"a\\u0000b"}', [400, 'characters-not-allowed', ['words']]],
    ['with a NUL in a name', '{"words":"a","a\\u0000b":1}', [400, 'characters-not-allowed', ['*']]],
    ['with half a character', '{"words":"\\ud83d"}', [400, 'characters-not-allowed', ['words']]],
    ['with bytes that are no UTF-8', Buffer.from('7b22776f726473223a22c328227d', 'hex'), [400, 'body-not-utf-8', ['body']]],
    ['with an overlong slash', Buffer.from('7b22776f726473223a22c0af227d', 'hex'), [400, 'body-not-utf-8', ['body']]],
    ['that is compressed', gzipSync('{"words":"a"}'), [400, 'body-not-utf-8', ['body']]],
    ['with NaN', '{"words":"a","parts":[{"name":"a","amount":NaN}]}', malformed],
    ['with a quote that never ends', '{"words":"a', malformed],
  ])('%s', async (_what, body, expected) => {
    const { told, text: said, sent } = await json(body);
    expect(told).toEqual(expected);
    expect(sent.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(said).not.toContain(canary);
    expect(({} as { words?: unknown; admin?: unknown }).words).toBeUndefined();
  });
  it('and is taken when it only looks so', async () => {
    for (const words of ['a "quoted: {[\\" word', '\\', 'name: name', '{"a":1,"a":2}', '😀 Núñez']) {
      expect((await fetch(`${running.url}${path}`, {
        method: 'POST', body: JSON.stringify({ words }), headers: { authorization: `Bearer ${coordinator}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
      })).status).toBe(201);
      expect(await running.query('SELECT 1 FROM note WHERE words = $1', [words])).toHaveLength(1);
    }
  });
});

describe('a text or a form is refused', () => {
  const archive: Told = [400, 'file-is-no-text', ['body']];
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  const tar = Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0'), Buffer.alloc(249)]);
  it.each<[string, Uint8Array]>([
    ['a zip', Buffer.from('504b0304140000000800', 'hex')], ['an empty zip', Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')], ['a bomb of gzip', bomb], ['a tar', tar],
    ['bzip2', Buffer.from('BZh91AY&SY')], ['7z', Buffer.from('377abcaf271c0004', 'hex')], ['xz', Buffer.from('fd377a585a000004', 'hex')],
    ['rar', Buffer.from('526172211a0701', 'hex')], ['zstd', Buffer.from('28b52ffd0458', 'hex')], ['a spreadsheet of before', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7')],
  ])('that is %s, whatever its type says', async (_what, bytes) => {
    expect((await text(bytes)).told).toEqual(archive);
  });
  it('that says it is compressed, and one that is made of parts', async () => {
    expect((await text(bomb, { 'content-encoding': 'gzip' })).told).toEqual([415, 'media-type-unsupported', []]);
    const parts = '--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\n\r\na\r\n';
    for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data', 'multipart/form-data; boundary=']) {
      expect((await text(parts, { 'content-type': type })).told).toEqual([415, 'media-type-unsupported', []]);
    }
  });
  it('that has a field twice, one that changes prototypes, a NUL, or bytes that are no UTF-8', async () => {
    for (const body of ['words=a&words=b', 'words=a&__proto__=b', 'words=a%00b', 'words=%c3%28', Buffer.from('776f7264733dc328', 'hex')]) expect((await form(body)).told).toEqual(malformed);
  });
});

/** What comes back for bytes that are sent as they are. */
function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(running.url);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part: string) => { said += part; }).on('close', () => { resolve(said); }).on('error', () => undefined);
  });
}
const head = (more: string, address = '/health/live'): string => `GET ${address} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n${more}\r\n`;

describe('the head of a request is refused', () => {
  it('when the address is too long or holds a NUL', async () => {
    for (const [address, expected] of [[`/members/${'x'.repeat(300)}/notes`, /^HTTP\/1.1 (404|414) /], [`/own?a=${'x'.repeat(5_000)}`, /^HTTP\/1.1 414 /],
      [`/own?a=%00${canary}`, /^HTTP\/1.1 400 [^]*"characters-not-allowed"/]] as const) {
      const answer = await raw(head('', address));
      expect(answer).toMatch(expected);
      expect(answer).toContain('application/problem+json');
      expect(answer).not.toContain(canary);
    }
  });
  it.each([
    ['is larger than 16 KiB', head(`X-Large: ${'x'.repeat(20_000)}\r\n`), 431, 'headers-too-large'],
    ['is no HTTP', `\x16\x03\x01 ${canary}\r\n\r\n`, 400, 'request-malformed'],
    ['says two lengths', `POST /open HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabc${canary}`, 400, 'request-malformed'],
    ['says a length and parts', `POST /open HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n`, 400, 'request-malformed'],
  ])('when it %s', async (_what, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).not.toContain(canary);
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  });
});

describe('the query of a request', () => {
  it.each([
    ['__proto__[limit]=1', 400], ['__proto__=1', 400], ['constructor[prototype][limit]=1', 400], ['limit=1&limit=2', 400], ['limit[]=1', 400], ['limit[$gt]=1', 400],
    ["limit=1' OR '1'='1", 400], ['limit=1e1', 200], ['limit=9007199254740993', 400], ['limit=-1', 400], ['limit=%F0%28%8C%28', 400], ['limit=NaN', 400],
  ])('%s is judged by its class', async (query, status) => {
    const answer = await running.request('GET', `${path}?${encodeURI(query).replaceAll('%25', '%')}`, { as: coordinator });
    expect([query, answer.status]).toEqual([query, status]);
    expect(({} as { limit?: unknown }).limit).toBeUndefined();
  });
});

describe('every answer', () => {
  it('may not be framed, sniffed, kept, or read by pages of other origins', async () => {
    const origin = { origin: 'https://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const answers = await Promise.all([
      fetch(`${running.url}/health/live`, { headers: origin }), fetch(`${running.url}/own`), fetch(`${running.url}/nowhere`), fetch(`${running.url}/docs`),
      fetch(`${running.url}${path}`, { method: 'OPTIONS', headers: origin }),
    ]);
    for (const { headers, url } of answers) {
      expect([url, Object.fromEntries(headers)]).toEqual([url, expect.objectContaining({
        'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"), 'strict-transport-security': expect.stringContaining('max-age'),
      })]);
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    }
    expect(answers.at(-1)!.status).toBe(404);
  });
  it('shows nothing of the inside when something breaks', async () => {
    const { told, text: said } = await json(JSON.stringify({ words: `fail ${canary}` }));
    expect(told).toEqual([500, 'internal-error', []]);
    expect(said).not.toMatch(/\bat |\.ts|\.js|node_modules|Error|stack/);
  });
});
