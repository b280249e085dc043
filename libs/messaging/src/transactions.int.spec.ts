import { randomUUID } from 'node:crypto';
import { openDatabase } from './database.js';
import { appendToOutbox } from './outbox.js';
import { readAll } from './outside.js';
import { Stage, eventually, voided } from './stage.js';
import { checkTenancy } from './tenancy-check.js';
import type { Tx } from './tx.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.close());

const keyed = (fingerprint = 'same', key: string = randomUUID()) => ({ idempotency: { key, fingerprint } });
const saidAbout = (member: string): Promise<object[]> => stage.query('SELECT 1 FROM outbox WHERE key = $1', [member]);

describe('a command', () => {
  it('that is repeated with its key gives the same answer and no second effect, also when ten come at once', async () => {
    const [id, member, once] = [randomUUID(), randomUUID(), keyed()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.step('bay', id, member, once)));
    expect(new Set(answers.map(({ count }) => count))).toEqual(new Set([1]));
    expect(await saidAbout(member)).toHaveLength(1);
  });
  it('is refused when its key comes with another content, and free for another actor or route', async () => {
    const [id, member, key] = [randomUUID(), randomUUID(), randomUUID()];
    await stage.step('bay', id, member, keyed('one', key));
    await expect(stage.step('bay', id, member, keyed('two', key))).rejects.toMatchObject({ code: 'idempotency-key-reused', kind: 'conflict' });
    await stage.step('bay', id, member, { ...keyed('two', key), actor: 'somebody-else' });
    await stage.step('bay', id, member, { ...keyed('two', key), route: 'POST /others' });
    await stage.step('valley', randomUUID(), member, keyed('two', key));
    expect(await saidAbout(member)).toHaveLength(4);
  });
  it('that would say more than the log takes is refused, as it would hold up all that is said behind it', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    const event = voided(id, member);
    const say = (length: number) => stage.transactions.command(stage.caller('bay'), async (tx) => {
      await appendToOutbox(tx, [{ event: { ...event, data: { ...event.data, more: '名'.repeat(length) } }, version: 1 }]);
      return {};
    });
    await expect(say(1_000_000)).rejects.toMatchObject({ code: 'fact-too-large', kind: 'invalid' });
    expect(await saidAbout(member)).toEqual([]);
    await say(999_000);
    expect(await saidAbout(member)).toHaveLength(1);
    const relaying = await stage.start([]);
    await eventually(async () => { expect((await readAll(stage.place, 'hhp.referral')).filter(({ key }) => key === member)).toHaveLength(1); });
    await relaying.stop();
  });
  it('that fails leaves its key free', async () => {
    const once = keyed();
    await expect(stage.transactions.command(stage.caller('bay', once), async () => { throw new Error('no'); })).rejects.toThrow('no');
    expect(await stage.transactions.command(stage.caller('bay', once), async () => ({ done: true }))).toEqual({ done: true });
  });
  it('that is refused for what its twin has just done gets the answer of the twin', async () => {
    const [id, member, once] = [randomUUID(), randomUUID(), keyed()];
    const first = (tx: Tx): Promise<unknown> => stage.first(tx, id, member);
    const answers = await Promise.all(Array.from({ length: 5 }, () => stage.transactions.command(stage.caller('bay', once), first)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => ({ count: 1 })));
    await expect(stage.transactions.command(stage.caller('bay', keyed()), first)).rejects.toMatchObject({ code: 'not-first' });
  });
  it('fails as a whole, and for its first reason, when a statement fails that nobody waited for', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await expect(stage.transactions.command(stage.caller('bay'), async (tx) => {
      await stage.first(tx, id, member);
      tx.write('INSERT INTO rung (subject) VALUES (NULL)');
      return tx.query('SELECT 1');
    })).rejects.toMatchObject({ code: '23502' });
    await expect(stage.transactions.command(stage.caller('bay'), async (tx) => {
      await stage.first(tx, id, member);
      tx.write('INSERT INTO rung (subject) VALUES (NULL)');
    })).rejects.toMatchObject({ code: '23502' });
    expect([await saidAbout(member), await stage.query('SELECT 1 FROM thing WHERE id = $1', [id])]).toEqual([[], []]);
  });
  it('of many on one thing loses none', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await Promise.all(Array.from({ length: 30 }, () => stage.step('bay', id, member)));
    expect(await stage.query('SELECT version, state FROM thing WHERE id = $1', [id])).toEqual([{ version: 30, state: { count: 30 } }]);
  });
});

describe('the audit', () => {
  it('has a row for each change, read and refusal, with whom it concerned, and cannot be changed by the service', async () => {
    const [member, actor] = [randomUUID(), `actor-${randomUUID()}`];
    const caller = stage.caller('bay', { actor });
    await stage.transactions.command(caller, async (tx) => { tx.concerns(member); });
    await stage.transactions.read(caller, async (tx) => { tx.concerns(member); });
    await stage.transactions.refused(caller, 'consent-missing', [member]);
    const rows = await stage.query('SELECT kind, code, tenant, purpose, member_ids FROM audit_entry WHERE actor = $1 ORDER BY id', [actor]);
    const row = { tenant: 'bay', purpose: 'care-coordination', member_ids: [member] };
    expect(rows).toEqual([{ ...row, kind: 'change', code: null }, { ...row, kind: 'read', code: null }, { ...row, kind: 'refusal', code: 'consent-missing' }]);
    const forbidden = [
      'UPDATE audit_entry SET actor = $1', 'DELETE FROM audit_entry WHERE actor = $1', 'UPDATE outbox SET key = $1', 'SELECT FROM outbox WHERE key = $1',
    ];
    for (const sql of forbidden) {
      await expect(stage.transactions.system(['bay'], (tx) => tx.query(sql, [actor]))).rejects.toThrow('permission denied');
    }
  });
});

describe('a plan', () => {
  it('sees and writes its own rows only', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await stage.step('bay', id, member);
    const sees = (tenants: string[]): Promise<object[]> => stage.transactions.system(tenants, (tx) => tx.query('SELECT id FROM thing WHERE id = $1', [id]));
    expect([await sees(['bay']), await sees(['valley']), await sees([]), await sees(['valley', 'bay'])].map((rows) => rows.length)).toEqual([1, 0, 0, 1]);
    const foreign = "INSERT INTO thing (tenant, id, version, state) VALUES ('bay', $1, 1, '{}')";
    await expect(stage.transactions.system(['valley'], (tx) => tx.query(foreign, [randomUUID()])))
      .rejects.toThrow('row-level security');
    await expect(stage.transactions.system(['valley', 'bay'], async (tx) => tx.tenant)).rejects.toThrow('several plans');
  });
  it('cannot be broken out of by its name', async () => {
    const name = `x","bay\\"}'; SELECT 1; --`;
    const rows = await stage.transactions.system([name], (tx) => tx.query(
      'SELECT hhp_tenants() AS seen, count(*)::int AS count FROM thing GROUP BY 1 UNION ALL SELECT hhp_tenants(), -1'));
    expect(rows).toEqual([{ seen: [name], count: -1 }]);
  });
});

describe('an organization', () => {
  it('works on what is addressed to it within the plan of that row, and finds nothing else', async () => {
    const [mine, other, organization] = [randomUUID(), randomUUID(), randomUUID()];
    await stage.step('bay', mine, randomUUID());
    await stage.step('bay', other, randomUUID());
    await stage.query('UPDATE thing SET owner = $2 WHERE id = $1', [mine, organization]);
    const cbo = { tenants: [], organization, role: 'cbo-staff' };
    expect(await stage.step('bay', mine, randomUUID(), cbo)).toEqual({ count: 2 });
    await expect(stage.step('bay', other, randomUUID(), cbo)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(stage.step('bay', mine, randomUUID(), { ...cbo, organization: randomUUID() })).rejects.toMatchObject({ kind: 'not-found' });
    expect(await stage.transactions.read(stage.caller('bay', cbo), (tx) => tx.query('SELECT id FROM thing'))).toEqual([{ id: mine }]);
  });
});

describe('the start-up self-test', () => {
  it('accepts the role that was provisioned', async () => {
    await checkTenancy(stage.database);
  });
  const role = (): string => new URL(stage.urls.serviceUrl).username;
  it.each<[what: string, url: () => string, changed: () => [spoil: string, mend: string] | [], problem: string]>([
    ['a superuser', () => stage.adminUrl, () => [], 'could go round'],
    ['a role that is told to pass by policies', () => stage.urls.serviceUrl, () => [`ALTER ROLE ${role()} BYPASSRLS`, `ALTER ROLE ${role()} NOBYPASSRLS`], 'could go round'],
    ['a role that may read the log of all', () => stage.urls.serviceUrl, () => [`ALTER ROLE ${role()} REPLICATION`, `ALTER ROLE ${role()} NOREPLICATION`], 'could go round'],
    ['a role that could make itself another', () => stage.urls.serviceUrl, () => [`ALTER ROLE ${role()} CREATEROLE`, `ALTER ROLE ${role()} NOCREATEROLE`], 'could go round'],
    ['the owner of the tables', () => stage.urls.ownerUrl, () => [], 'owns a table'],
    ['a table without forced policies', () => stage.urls.serviceUrl,
      () => ['ALTER TABLE thing NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE thing FORCE ROW LEVEL SECURITY'], 'no forced row-level security: thing'],
    ['a table whose policies are off', () => stage.urls.serviceUrl,
      () => ['ALTER TABLE thing DISABLE ROW LEVEL SECURITY', 'ALTER TABLE thing ENABLE ROW LEVEL SECURITY'], 'no forced row-level security: thing'],
    ['a policy that asks nothing', () => stage.urls.serviceUrl,
      () => ['CREATE POLICY open ON thing USING (true)', 'DROP POLICY open ON thing'], 'lets everybody in: thing.open'],
    ['a role that could make tables', () => stage.urls.serviceUrl,
      () => [`GRANT CREATE ON SCHEMA stage TO ${role()}`, `REVOKE CREATE ON SCHEMA stage FROM ${role()}`], 'could make tables'],
    ['sight of another schema', () => stage.urls.serviceUrl,
      () => ['CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO PUBLIC', 'DROP SCHEMA elsewhere'], 'another schema: elsewhere'],
    ['a role that is a member of another', () => stage.urls.serviceUrl,
      () => [`GRANT ${new URL(stage.urls.relayUrl).username} TO ${role()}`, `REVOKE ${new URL(stage.urls.relayUrl).username} FROM ${role()}`], 'member of another role'],
  ])('refuses %s', async (_what, url, changed, problem) => {
    const [spoil, mend] = changed();
    const database = openDatabase(url(), { max: 1 });
    try {
      await checkTenancy(stage.database);
      if (spoil) await stage.query(spoil);
      await expect(checkTenancy(database)).rejects.toThrow(problem);
    } finally {
      if (mend) await stage.query(mend);
      await database.close();
    }
  });
});
