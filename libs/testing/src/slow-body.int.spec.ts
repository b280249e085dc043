import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { exampleService } from './example/example.js';
import type { Running } from './running.js';
import { startForTest } from './start-for-test.js';

let running: Running;
let as = '';
const path = `/members/${randomUUID()}/notes`;

beforeAll(async () => {
  running = await startForTest(exampleService, { settings: { LOG_LEVEL: 'silent', REQUEST_SECONDS: '2' } });
  as = await running.token('care-coordinator', { tenant: 'golden-gate' });
});
afterAll(() => running.stop());

/** Sends the body a byte at a time; answers what was said when the connection is over, or nothing when it never is. */
function sendSlowly(): Promise<string | undefined> {
  const { hostname, port } = new URL(running.url);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ host: hostname, port: Number(port), signal: AbortSignal.timeout(10_000) });
    socket.write(`POST ${path} HTTP/1.1\r\nhost: hhp\r\nauthorization: Bearer ${as}\r\nidempotency-key: ${randomUUID()}\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{`);
    const drip = setInterval(() => { socket.write(' '); }, 50);
    socket.setEncoding('utf8').on('data', (part: string) => { said += part; }).on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drip);
      resolve(said === '' ? undefined : said);
    });
  });
}

describe('a body that is sent a byte at a time', () => {
  it('is cut off when its time is over, and holds up nobody meanwhile', async () => {
    const slow = Array.from({ length: 20 }, sendSlowly);
    expect((await running.request('POST', path, { as, body: { words: 'at once' } })).status).toBe(201);
    for (const said of await Promise.all(slow)) {
      expect(said).toMatch(/^HTTP\/1.1 408 /);
      expect(said).toContain('application/problem+json');
    }
  }, 30_000);
});
