import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { demoUsers } from './issuer/demo-users.js';
import { type Issuer, startIssuer } from './issuer/issuer.js';
import { signIn } from './issuer/sign-in.js';
import { type MailCatcher, startMail } from './mail/mail.js';
import { audienceOf, serviceNames } from './services/service-list.js';
import { jarsFolder } from './places.js';
import { Stack } from './stack/stack.js';
import { removeState } from './stack/state.js';
import { progressOn } from './terminal/progress.js';
import { embeddedKafka, embeddedPostgres } from './test-servers/embedded.js';
import type { Server } from './test-servers/server.js';
import { daemonsOf, run } from './trial/started.js';

const patience = 240_000;
const state = mkdtempSync(join(tmpdir(), 'hhp-real-'));
let parts: [Server, Server, Issuer, MailCatcher];
let stack: Stack;
let said = '';
let prepared: { code: unknown; out: string; err: string };

beforeAll(async () => {
  parts = await Promise.all([
    embeddedPostgres(), embeddedKafka(),
    startIssuer({ port: 0, audiences: serviceNames.map(audienceOf), users: demoUsers, password: 'of the real one' }),
    startMail({ smtpPort: 0, pagePort: 0, folder: join(state, 'mails') }),
  ]);
  const [postgres, kafka, issuer, mail] = parts;
  const client = new pg.Client(postgres.address);
  await client.connect();
  await client.query('CREATE DATABASE real_one');
  await client.end();
  const env = {
    PATH: process.env.PATH, HHP_PORTS: 'free', DATABASE_URL: postgres.address.replace(/postgres$/, 'real_one'), KAFKA_BROKERS: kafka.address,
    OIDC_ISSUER: issuer.url, HHP_DEMO_PASSWORD: 'of the real one', SMTP_URL: mail.smtpUrl, TOPIC_PREFIX: 'real.',
  };
  const prepare = run('prepare', { env: { ...env, TOPIC_PREFIX: 'prepared.', SERVICE_PASSWORD: 'of the containers' } });
  prepared = { code: await prepare.exited, ...prepare.said };
  stack = new Stack({ state, jars: jarsFolder(), env, progress: progressOn((text) => { said += text; }) });
  await stack.start();
}, patience);

afterAll(async () => {
  await stack.stop();
  await Promise.all(parts.map((part) => part.stop()));
  removeState(state);
}, patience);

describe('everything against a PostgreSQL, a Kafka, an issuer and a mail server that were started elsewhere', () => {
  it('may be prepared before, as the containers do', () => {
    const out = expect.stringMatching(/^Prepared: schemas and roles of enrollment, .*and the declared topics\.\n$/);
    expect(prepared).toMatchObject({ code: 0, err: '', out });
  });

  it('runs the services and no server of its own', () => {
    expect([...daemonsOf(state).keys()].sort()).toEqual([...serviceNames].sort());
    expect(said).not.toMatch(/ok (PostgreSQL|Kafka|Issuer|Mail)/);
  });

  it('serves from that database, in schemas of the services', async () => {
    const client = new pg.Client(stack.addresses.databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ schema: string }>("SELECT nspname AS schema FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'");
    await client.end();
    expect(stack.addresses.databaseUrl).toMatch(/real_one$/);
    expect(rows.map(({ schema }) => schema)).toEqual(expect.arrayContaining(serviceNames.map((name) => name.replaceAll('-', '_'))));
  });

  it('takes the tokens of that issuer', async () => {
    expect(await stack.token('coordinator')).toEqual(expect.stringMatching(/^ey/));
    const bearer = await signIn({ issuer: parts[2].url, password: 'of the real one' }, 'coordinator');
    const answer = await fetch(`${stack.addresses.services.referral}/my-work`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(answer.status).not.toBe(401);
  });

  it('shows no mail page, since mail goes to that server', () => {
    expect(stack.addresses).toMatchObject({ smtpUrl: parts[3].smtpUrl });
    expect(stack.addresses.mail).toBeUndefined();
  });
});
