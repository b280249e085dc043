import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AuditChain } from './audit-chain.js';
import { Stage, eventually } from './stage.js';

let stage: Stage;
const key = randomBytes(32);
const begun: AuditChain[] = [];
const aFile = join(tmpdir(), `hhp-not-a-folder-${randomUUID()}`);

function start(checkpointFolder = ''): AuditChain {
  const chain = new AuditChain('stage', stage.transactions, { key, checkpointFolder, checkpointMs: 100 });
  begun.push(chain);
  chain.start();
  return chain;
}
const step = (): Promise<unknown> => stage.step('bay', randomUUID(), randomUUID());
const chained = async (): Promise<void> => {
  const [found] = await stage.query<{ rows: number; links: number; last: number }>(
    'SELECT (SELECT count(*)::int FROM audit_entry) AS rows, count(*)::int AS links, max(position)::int AS last FROM audit_link');
  expect(found).toEqual({ rows: found!.rows, links: found!.rows, last: found!.rows });
};

beforeAll(async () => { stage = await Stage.open(); });
afterEach(async () => { await Promise.all(begun.splice(0).map((chain) => chain.stop())); });
afterAll(async () => {
  rmSync(aFile, { force: true });
  await stage.close();
});

describe('the chain', () => {
  it('takes each row once, though several processes of the service write it at once', async () => {
    for (let nth = 0; nth < 3; nth++) start();
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 30 }, step));
    await eventually(chained);
  });
  it('takes a row too whose transaction ends long after later ones were chained', async () => {
    const chain = start();
    const late = new pg.Client(stage.adminUrl);
    await late.connect();
    await late.query(`BEGIN; INSERT INTO stage.audit_entry (tenant, actor, role, purpose, route, request_id, correlation_id, kind, member_ids)
      VALUES ('bay', 'late', 'none', 'system', 'GET /late', 'r', 'c', 'read', '{}')`);
    for (let round = 0; round < 8; round++) {
      await step();
      await eventually(chained);
    }
    await late.query('COMMIT');
    await late.end();
    await eventually(async () => { expect(await stage.query("SELECT FROM audit_link JOIN audit_entry e ON e.id = entry WHERE e.actor = 'late'")).toHaveLength(1); });
    await eventually(chained);
    await eventually(async () => { expect((await chain.status()).unchainedSeconds).toBe(0); });
  });
  it('forgets in time what it has settled, so that a pass looks at the newest rows alone', async () => {
    start();
    await step();
    await eventually(async () => {
      expect(await stage.query('SELECT FROM audit_head WHERE floor = (SELECT max(id) FROM audit_entry)')).toHaveLength(1);
    });
  });
  it('tells how long its oldest row waits, and that a checkpoint could not be kept', async () => {
    await step();
    const chain = new AuditChain('stage', stage.transactions, { key, checkpointFolder: '', checkpointMs: 100 });
    expect((await chain.status()).unchainedSeconds).toBeGreaterThan(0);
    writeFileSync(aFile, '');
    const hindered = start(aFile);
    await eventually(async () => { expect(await hindered.status()).toEqual({ unchainedSeconds: 0, checkpointKept: false }); });
  });
});
