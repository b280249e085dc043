import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchJars, freePorts, jarsFolder, type Kafka, type Postgres, removeState, startKafka, startPostgres } from '@hhp/local-stack';
import { ensureTopics, readAll, topicsOf } from '@hhp/messaging';
import { createService, type HostedService } from '@hhp/service-host';
import { Authority, type Certified } from './certificates.js';
import { eventually } from './eventually.js';
import { exampleService } from './example/example.js';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { ask } from './http-client.js';
import { startIssuer, type TestIssuer } from './issuer.js';

const state = mkdtempSync(join(tmpdir(), 'hhp-tls-'));
const files = mkdtempSync(join(tmpdir(), 'hhp-tls-files-'));
let [postgres, kafka]: [Postgres | undefined, Kafka | undefined] = [undefined, undefined];
let database: FreshDatabase;
let issuer: TestIssuer;
let authority: Authority;
let environment: Record<string, string>;
let security: { tls: { ca: string; cert: string; key: string } };

/** A file of this suite with a text in it. */
function file(name: string, text: string): string {
  writeFileSync(join(files, name), text, { mode: 0o600 });
  return join(files, name);
}
const filesOf = (name: string, { cert, key }: Certified): { cert: string; key: string } => ({ cert: file(`${name}.crt`, cert), key: file(`${name}.key`, key) });

beforeAll(async () => {
  authority = await Authority.make();
  const [server, client] = [await authority.certify('servers'), await authority.certify('service')];
  const [jars, ports] = [await fetchJars(jarsFolder()), await freePorts(3)];
  const tls = { ca: authority.ca, cert: server.cert, key: server.key };
  security = { tls: { ca: authority.ca, ...client } };
  const [port, kafkaPort, controllerPort] = [ports[0]!, ports[1]!, ports[2]!];
  [postgres, kafka] = await Promise.all([
    startPostgres({ state, port, password: randomBytes(12).toString('hex'), fast: true, tls }), startKafka({ state, port: kafkaPort, controllerPort, jars, tls }),
  ]);
  database = await freshDatabase(postgres.url, exampleService.name, 'tls');
  const names = topicsOf(exampleService.name, (exampleService.readers ?? []).map((reader) => Object.create(reader.prototype as object) as object));
  await ensureTopics([kafka.brokers], { names, partitions: 1, security });
  issuer = await startIssuer('hhp-example-notes');
  const own = filesOf('own', client);
  environment = {
    DATABASE_URL: database.serviceUrl, RELAY_DATABASE_URL: database.relayUrl, MIGRATION_DATABASE_URL: database.ownerUrl, KAFKA_BROKERS: kafka.brokers,
    KAFKA_TLS: 'on', KAFKA_TLS_CA: file('ca.pem', authority.ca), KAFKA_TLS_CERT: own.cert, KAFKA_TLS_KEY: own.key,
    OIDC_ISSUER: issuer.url, HTTP_PORT: '0', HHP_MASTER_KEY: randomBytes(32).toString('base64'), HHP_AUDIT_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
  };
}, 120_000);
afterAll(async () => {
  await database.drop();
  await Promise.all([postgres?.stop(), kafka?.stop(), issuer.stop()]);
  removeState(state);
  rmSync(files, { recursive: true });
}, 60_000);

/** The service with these settings, for as long as the work takes; or why it did not begin. */
async function whileServing<T>(settings: Readonly<Record<string, string>>, work: (service: HostedService) => Promise<T>): Promise<T> {
  const service = await createService(exampleService, { ...environment, ...settings });
  return work(service).finally(() => service.stop());
}
const refusal = (settings: Readonly<Record<string, string>>): Promise<string> =>
  whileServing(settings, () => Promise.resolve('served')).catch((error: unknown) => (error as Error).message);
const without = (address: string, ...names: string[]): string => {
  const url = new URL(address);
  for (const name of names) url.searchParams.delete(name);
  return url.href;
};
const withCa = (address: string, ca: string): string => {
  const url = new URL(address);
  url.searchParams.set('sslrootcert', ca);
  return url.href;
};

describe('a service whose PostgreSQL and Kafka speak TLS alone', () => {
  it('migrates, serves, streams its outbox and says its facts, all of it encrypted and with its own certificate', async () => {
    // A broker that has just made its topics may not serve them for a moment; whoever runs a service starts it again.
    await eventually(() => whileServing({}, async ({ url }) => {
      const as = await issuer.token('care-coordinator', { tenant: 'golden-gate' });
      expect((await ask(url, 'POST', `/members/${randomUUID()}/notes`, { as, body: { words: 'over TLS' } })).status).toBe(201);
      await eventually(async () => { expect((await ask(url, 'GET', '/health/ready')).body).toMatchObject({ missing: [] }); }, { within: 20_000 });
      const encrypted = () => database.query<{ usename: string; streams: boolean }>(`
        SELECT a.usename, bool_or(a.backend_type = 'walsender') AS streams FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)
         WHERE a.usename LIKE 'tls\\_%' AND s.ssl AND s.client_dn = '/CN=servers' GROUP BY 1 ORDER BY 1`);
      await eventually(async () => {
        expect(await encrypted()).toEqual([{ usename: 'tls_example_notes', streams: false }, { usename: 'tls_example_notes_relay', streams: true }]);
      });
    }), { within: 60_000 });
  }, 120_000);

  it('meets the same Kafka from outside with a certificate, and nobody does without one', async () => {
    const place = { brokers: [kafka!.brokers], topicPrefix: '' };
    // Of a topic that was just made the broker may say that it does not have it yet. That it was read before and after tells why the others are not.
    await eventually(async () => { expect(await readAll({ ...place, security }, 'hhp.member')).toEqual([]); }, { within: 30_000 });
    const others = [{}, { tls: { ca: authority.ca } }].map((other) => readAll({ ...place, security: other }, 'hhp.member').then(() => 'let in', () => 'refused'));
    expect(await Promise.all(others)).toEqual(['refused', 'refused']);
    expect(await readAll({ ...place, security }, 'hhp.member')).toEqual([]);
  }, 60_000);
});

describe('a service does not begin', () => {
  it('when the database shows the certificate of an authority that it was not told of, for any of its three roles', async () => {
    const foreign = file('foreign.pem', (await Authority.make('Somebody else')).ca);
    for (const name of ['DATABASE_URL', 'RELAY_DATABASE_URL', 'MIGRATION_DATABASE_URL']) {
      expect([name, await refusal({ [name]: withCa(environment[name]!, foreign) })]).toEqual([name, expect.stringMatching(/certificate/)]);
    }
  }, 60_000);
  it('when it brings no certificate where the database asks for one, or comes in the clear', async () => {
    expect(await refusal({ DATABASE_URL: without(environment.DATABASE_URL!, 'sslcert', 'sslkey') })).toMatch(/certificate/);
    const plain = without(environment.DATABASE_URL!, 'sslcert', 'sslkey', 'sslrootcert', 'sslmode');
    expect(await refusal({ DATABASE_URL: plain })).toMatch(/no pg_hba.conf entry .* no encryption/);
  });
  it('when Kafka shows the certificate of an authority that it was not told of', async () => {
    const foreign = file('foreign-kafka.pem', (await Authority.make('Somebody else')).ca);
    expect(await refusal({ KAFKA_TLS_CA: foreign })).toMatch(/certificate|signature/);
  }, 60_000);
  it.each([
    ['a file that is not there', { KAFKA_TLS_CA: '/nowhere/ca.pem' }, 'KAFKA_TLS_CA must be the name of a file that can be read.'],
    ['files for TLS that is off', { KAFKA_TLS: 'off' }, 'KAFKA_TLS must be on where a KAFKA_TLS_… file is named.'],
    ['a certificate without its key', { KAFKA_TLS_KEY: '' }, 'KAFKA_TLS_CERT and KAFKA_TLS_KEY must be set together.'],
  ])('with %s', async (_what, settings, sentence) => {
    expect(await refusal(settings)).toBe(sentence);
  });
  it.each(['sslmode=no-verify', 'sslmode=require', 'sslmode=prefer', 'sslmode=verify-full&uselibpqcompat=true', 'ssl=true', 'sslrootcert=/ca.pem'])(
    'with an address that says %s, which checks less than it seems to', async (asked) => {
      const address = `${without(environment.DATABASE_URL!, 'sslcert', 'sslkey', 'sslrootcert', 'sslmode')}?${asked}`;
      expect(await refusal({ DATABASE_URL: address })).toBe('DATABASE_URL must be a postgresql:// address, with sslmode=verify-full where it is to be encrypted.');
    });
});
