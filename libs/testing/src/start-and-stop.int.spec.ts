import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exampleService } from './example/example.js';
import { type Surroundings, surroundingsOf } from './start-for-test.js';

/** As `npm run build` leaves it: a service's `main.ts` in a process of its own. */
const main = fileURLToPath(new URL('../dist/example/main.js', import.meta.url));
const canary = 'Albert-Reyes-91234567A';
let around: Surroundings;
let children: ChildProcess[] = [];

beforeAll(async () => { around = await surroundingsOf(exampleService, { settings: { LOG_LEVEL: 'info' } }); });
afterEach(async () => {
  const left = children.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(left.map((child) => { child.kill('SIGKILL'); return once(child, 'exit'); }));
  children = [];
});
afterAll(() => around.remove());

interface Started { readonly child: ChildProcess; readonly lines: Record<string, unknown>[]; readonly errors: string[]; readonly ended: Promise<number | null> }

function start(settings: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...around.environment, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const [lines, errors]: [Record<string, unknown>[], string[]] = [[], []];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  return { child, lines, errors, ended: once(child, 'close').then(([code]) => code as number | null) };
}

async function serving(): Promise<Started & { url: string }> {
  const started = start();
  for (let tries = 0; tries < 400; tries++) {
    const line = started.lines.find(({ message }) => message === 'Serving');
    if (line) return { ...started, url: `http://127.0.0.1:${String(line.port)}` };
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error(`It did not serve: ${JSON.stringify([started.lines, started.errors])}`);
}

describe('a service as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s: the request in hand is answered, new ones are not taken, exit code 0', async (signal) => {
    const { child, lines, errors, ended, url } = await serving();
    const slow = fetch(`${url}/slow`);
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    child.kill(signal);
    child.kill(signal);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    await expect(fetch(`${url}/health/live`, { headers: { connection: 'close' } })).rejects.toThrow();
    expect(await (await slow).json()).toEqual({ done: true });
    expect(await ended).toBe(0);
    expect(lines.at(-1)).toMatchObject({ level: 'info', service: 'example-notes', message: 'Stopped' });
    expect(errors).toEqual([]);
    // Kafka's client makes the runtime warn of timers in the past; nobody who starts a service by hand can do anything about it.
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });
  it('ends with 1 when something breaks that nobody waits for, and tells where but not what', async () => {
    const { lines, errors, ended, url } = await serving();
    await fetch(`${url}/breaks?with=${canary}`);
    expect(await ended).toBe(1);
    const frames = expect.arrayContaining([expect.stringContaining('example.controller')]) as string[];
    expect(lines.at(-1)).toMatchObject({ level: 'error', error: { name: 'Error', frames } });
    expect(JSON.stringify([lines, errors])).not.toContain(canary);
  });
  it('says in one sentence each which settings are wrong, and ends with 1', async () => {
    const { errors, lines, ended } = start({ HTTP_PORT: 'eighty', HHP_MASTER_KEY: canary, OIDC_ISSUER: '' });
    expect(await ended).toBe(1);
    expect([errors, lines]).toEqual([['OIDC_ISSUER must be an http(s):// address.', 'HTTP_PORT must be a whole number from 0 to 65535.', 'HHP_MASTER_KEY must be 32 bytes in base64.'], []]);
  });
  it('does not serve with a database role that could go round the policies', async () => {
    const { errors, ended } = start({ DATABASE_URL: around.database.ownerUrl });
    expect(await ended).toBe(1);
    expect(errors.join()).toMatch(/owns a table/);
  });
  it('ends with 1 when its port is taken', async () => {
    const { url } = await serving();
    const { ended, lines } = start({ HTTP_PORT: new URL(url).port });
    expect(await ended).toBe(1);
    expect(lines.at(-1)).toMatchObject({ level: 'error', error: { code: 'EADDRINUSE' } });
  });
});
