import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAll } from '@hhp/messaging';
import pg from 'pg';
import { outsideHome, postgresUser } from './postgres/postgres-user.js';
import { serviceNames } from './services/service-list.js';
import { readAddresses } from './stack/addresses.js';
import { runs } from './stack/running.js';
import { type Api, unboundedIn } from './trial/unbounded.js';
import { type CheckoutCopy, copyCheckout } from './trial/checkout-copy.js';
import { type Started, daemonsOf, run } from './trial/started.js';

const patience = 240_000;
let copy: CheckoutCopy;
let state: string;
let started: Started | undefined;
let kept: string[] = [];

const addresses = () => readAddresses(state)!;
const programs = () => [...daemonsOf(state).values()];

async function start(): Promise<void> {
  started = run('start', { folder: copy.folder });
  await started.says('Everything is ready');
}
async function end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  started!.child.kill(signal);
  return started!.exited;
}
async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client(addresses().databaseUrl);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows as unknown[];
}
/** The ids of what enrolment says every half second: its heartbeats on the topic of consents. */
async function heartbeats(): Promise<string[]> {
  const { brokers, topicPrefix } = addresses();
  return (await readAll({ brokers, topicPrefix }, 'hhp.consent')).map(({ id }) => id);
}

beforeAll(async () => {
  copy = await copyCheckout();
  state = join(copy.folder, '.state');
}, patience);

afterAll(async () => {
  if (started?.child.exitCode === null) await end('SIGTERM');
  if (existsSync(state)) await run('reset', { folder: copy.folder }).exited;
  copy.remove();
}, patience);

/** In a checkout of mode 0700, as whoever runs the tests: in CI that is root, whom PostgreSQL refuses. The sentences follow on each other. */
describe('npm start in a checkout that only its owner may enter', () => {
  it('starts everything and says where it is', async () => {
    await start();
    const { services, mail, issuer, databaseUrl } = addresses();
    for (const name of serviceNames) {
      expect((await fetch(`${services[name]}/docs`)).status).toBe(200);
      expect(started!.said.out).toContain(`${services[name]}/docs`);
    }
    expect((await fetch(`${mail}/messages`)).status).toBe(200);
    expect(started!.said.out).toContain(`issuer at ${issuer}`);
    expect(started!.said.out).not.toContain(new URL(databaseUrl).password);
    expect(started!.said.err).toBe('');
  }, patience);

  it('serves no route whose request may hold what has no bound', async () => {
    for (const name of serviceNames) {
      const document = await (await fetch(`${addresses().services[name]}/docs-json`)).json() as Api;
      expect([name, unboundedIn(document)]).toEqual([name, []]);
    }
  });

  it('keeps the data of PostgreSQL where its user may come', () => {
    expect(outsideHome(state) === undefined).toBe(postgresUser() === undefined);
  });

  it('gives out tokens that the services take', async () => {
    const token = run('token', { folder: copy.folder }, 'coordinator');
    expect(await token.exited).toBe(0);
    const ask = (bearer: string) => fetch(`${addresses().services.referral}/my-work`, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await ask('x')).status).toBe(401);
    expect((await ask(token.said.out.trim())).status).not.toBe(401);
  }, patience);

  it.each(['start', 'reset'])('refuses another %s while it runs, in one sentence', async (command) => {
    const other = run(command, { folder: copy.folder });
    expect(await other.exited).toBe(1);
    expect(other.said.err).toMatch(/^Everything already runs with the state of .+: stop it there by Ctrl-C, or set HHP_STATE to another folder\.\n$/);
  }, patience);

  it('starts a service again that crashes', async () => {
    const before = daemonsOf(state).get('directory')!;
    process.kill(before, 'SIGKILL');
    await started!.says('directory is back');
    expect(daemonsOf(state).get('directory')).not.toBe(before);
  }, patience);

  it('stops all of it at Ctrl-C, with exit code 0', async () => {
    kept = await heartbeats();
    await query('CREATE TABLE kept (what text)');
    const all = programs();
    expect(all).toHaveLength(serviceNames.length + 2);
    expect(await end('SIGINT')).toBe(0);
    expect(all.filter(runs)).toEqual([]);
    expect(existsSync(join(state, 'running.json'))).toBe(false);
  }, patience);

  it('goes on with its data when it is started again', async () => {
    await start();
    expect(await query('SELECT * FROM kept')).toEqual([]);
    expect(kept.length).toBeGreaterThan(0);
    const now = new Set(await heartbeats());
    expect(kept.filter((id) => !now.has(id))).toEqual([]);
  }, patience);

  it('is tidied up by a reset after a kill, and leaves nothing', async () => {
    const [all, outside] = [programs(), outsideHome(state)];
    await end('SIGKILL');
    const reset = run('reset', { folder: copy.folder });
    expect(await reset.exited).toBe(0);
    expect(all.filter(runs)).toEqual([]);
    expect([state, outside ?? state].filter((folder) => existsSync(folder))).toEqual([]);
  }, patience);
});
