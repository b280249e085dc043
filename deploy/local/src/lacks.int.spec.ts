import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeState } from './stack/state.js';
import { run } from './trial/started.js';

const patience = 30_000;
const folder = mkdtempSync(join(tmpdir(), 'hhp-lacks-'));
const state = join(folder, 'state');
afterAll(() => {
  removeState(state); // a start that found nothing wrong made one
  rmSync(folder, { recursive: true });
});

/** A folder with a program that only says this on stderr. */
function programs(named: Record<string, string>): string {
  const path = mkdtempSync(join(folder, 'path-'));
  for (const [name, says] of Object.entries(named)) {
    writeFileSync(join(path, name), `#!/bin/sh\necho '${says}' >&2\n`);
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

/** What `npm start` says on stderr when it may not start: it must be one sentence, and the exit code 1. */
async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
  const started = run('start', { env: { HHP_STATE: state, ...env } });
  started.says('ok Disk').then(() => started.child.kill('SIGTERM'), () => undefined); // it found nothing wrong: let it not go on
  expect(await started.exited).toBe(1);
  expect(started.said.err).toMatch(/^[^\n]+\.\n$/);
  return started.said.err;
}

describe('npm start says in one sentence what is wrong and what to do', () => {
  it('when Java is missing', async () => {
    expect(await refusal({ PATH: programs({}) })).toMatch(/^Java was not found.*install both/);
  }, patience);

  it('when Java is too old', async () => {
    expect(await refusal({ PATH: programs({ java: 'openjdk version "11.0.2" 2019-01-15' }) })).toMatch(/^Java 11 is too old.*install both/);
    expect(await refusal({ PATH: programs({ java: 'java version "1.8.0_292"' }) })).toMatch(/^Java 8 is too old/);
  }, patience);

  it('when Maven is missing and Kafka has not been fetched', async () => {
    const env = { PATH: programs({ java: 'openjdk version "17.0.1" 2021-10-19' }), HHP_JARS: join(folder, 'no-jars') };
    expect(await refusal(env)).toMatch(/^Maven was not found.*install both/);
  }, patience);

  it('when a port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    const said = await refusal({ PORT_REFERRAL: String(port) });
    server.close();
    expect(said).toMatch(new RegExp(`^Port ${port}, where referral would listen, is taken: stop .* or choose .* PORT_REFERRAL`));
  }, patience);

  it('when the disk is nearly full', async () => {
    expect(await refusal({ HHP_MIN_DISK_MB: '999999999' })).toMatch(/^Only \d+ MB are free .* 999999999 MB are needed: free some space/);
  }, patience);

  it('when a real server does not answer, without its password', async () => {
    const said = await refusal({ DATABASE_URL: 'postgresql://admin:geheim@127.0.0.1:1/postgres' });
    expect(said).toMatch(/^No PostgreSQL lets us in at DATABASE_URL: start it/);
    expect(said).not.toContain('geheim');
    expect(await refusal({ KAFKA_BROKERS: '127.0.0.1:1' })).toMatch(/^No Kafka answers at KAFKA_BROKERS/);
    expect(await refusal({ OIDC_ISSUER: 'http://127.0.0.1:1' })).toMatch(/^No issuer .* OIDC_ISSUER/);
  }, patience);

  it('when the state folder is not one', async () => {
    const foreign = join(folder, 'documents');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'letter.txt'), 'Dear …');
    expect(await refusal({ HHP_STATE: foreign })).toMatch(/holds something that is not of a local stack \(letter\.txt\): set HHP_STATE/);
    const reset = run('reset', { env: { HHP_STATE: foreign } });
    expect(await reset.exited).toBe(1);
  }, patience);
});

describe('npm run token', () => {
  it('says for whom there are tokens, and that something must run', async () => {
    const [nobody, nothing] = [run('token', {}, 'nobody'), run('token', { env: { HHP_STATE: join(folder, 'none') } }, 'coordinator')];
    expect([await nobody.exited, await nothing.exited]).toEqual([1, 1]);
    expect(nobody.said.err).toMatch(/^Say for whom: npm run token -- coordinator \| /);
    expect(nothing.said.err).toBe('Nothing was started here yet: npm start runs everything.\n');
  }, patience);
});
