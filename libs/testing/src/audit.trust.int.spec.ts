import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditRecord, checkpointsIn, columns, recordsOf, type SignedCheckpoint, type Verdict, verifyAudit } from '@hhp/audit-verifier';
import pg from 'pg';
import { evidence, tries } from './evidence.js';
import { eventually } from './eventually.js';
import { exampleService } from './example/example.js';
import type { Running } from './running.js';
import { testServers } from './servers.js';
import { startForTest } from './start-for-test.js';

const service = 'example-notes';
const key = randomBytes(32);
const folder = mkdtempSync(join(tmpdir(), 'hhp-checkpoints-'));
const seed = 20260725;
let running: Running;
let admin: pg.Client;
let checkpoints: SignedCheckpoint[];
let length: number;

/** Changes, reads and refusals of two plans and of an organization. */
async function use(times: number): Promise<void> {
  const coordinators = await Promise.all(['bay', 'golden-gate'].map((tenant) => running.token('care-coordinator', { tenant, actor: `carla-${tenant}` })));
  const cbo = await running.token('cbo-staff', { organization: randomUUID() });
  await Promise.all(Array.from({ length: times }, async (_, nth) => {
    const as = coordinators[nth % 2]!;
    const notes = `/members/${randomUUID()}/notes`;
    await running.request('POST', notes, { as, body: { words: nth % 5 === 0 ? 'refuse' : 'words' } });
    await running.request('GET', notes, { as: nth % 7 === 0 ? cbo : as });
  }));
}

const everything = async (): Promise<{ rows: number; links: number }> => {
  const [found] = await running.query<{ rows: number; links: number }>(
    'SELECT (SELECT count(*)::int FROM audit_entry) AS rows, (SELECT count(*)::int FROM audit_link) AS links');
  return found!;
};

beforeAll(async () => {
  running = await startForTest(exampleService, {
    settings: { HHP_AUDIT_KEY: key.toString('base64'), AUDIT_CHECKPOINT_FOLDER: folder, AUDIT_CHECKPOINT_MS: '100', LOG_LEVEL: 'silent' },
  });
  const [{ name } = { name: '' }] = await running.query<{ name: string }>('SELECT current_database() AS name');
  admin = new pg.Client(Object.assign(new URL(testServers().databaseUrl), { pathname: `/${name}` }).href);
  await admin.connect();
  await use(30);
  await eventually(async () => {
    const { rows, links } = await everything();
    expect(links).toBe(rows);
    expect(checkpointsIn(folder).at(-1)?.count).toBe(rows);
  });
  checkpoints = checkpointsIn(folder);
  length = (await everything()).rows;
  // A copy without keys and checks: whoever owns the database is not held up by them.
  await admin.query(`CREATE SCHEMA tampered; CREATE TABLE tampered.audit_entry AS TABLE example_notes.audit_entry;
    CREATE TABLE tampered.audit_link AS TABLE example_notes.audit_link; CREATE INDEX ON tampered.audit_link (entry)`);
});
afterAll(async () => {
  await admin.end();
  await running.stop();
  rmSync(folder, { recursive: true });
});

/** What the verifier says of a schema an hour from now, by its own reading. */
async function verdictOn(schema: string, given = checkpoints, hours = 1): Promise<Verdict> {
  const { rows: [clock] } = await admin.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return verifyAudit(recordsOf(admin, schema), { service, key, checkpoints: given, asOf: new Date(clock!.now.getTime() + hours * 3_600_000) });
}
async function within<T>(work: () => Promise<T>): Promise<T> {
  await admin.query('BEGIN');
  return work().finally(() => admin.query('ROLLBACK'));
}

/** Chance with a seed, so that a tampering that is not seen can be done again. */
function chance(from: number): (below: number) => number {
  let state = from >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
type Chance = ReturnType<typeof chance>;
type Tampering = (chosen: Chance) => Promise<unknown>;

const sql = (text: string, values: unknown[] = []): Promise<pg.QueryResult> => admin.query(text, values);
const entryAt = (position: number) => `(SELECT entry FROM tampered.audit_link WHERE position = ${position})`;
const anyPosition = (chosen: Chance): number => 1 + chosen(length);
const flipped = (text: string, chosen: Chance): string => {
  const at = chosen(text.length);
  // PostgreSQL knows no text with a zero in it.
  const code = text.charCodeAt(at) ^ (1 << chosen(6)) || 127;
  return `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
};

async function flipColumn(chosen: Chance, column: string): Promise<void> {
  const where = `WHERE id = ${entryAt(anyPosition(chosen))}`;
  if (column === 'id') await sql(`UPDATE tampered.audit_entry SET id = id # (1::bigint << ${chosen(40)}) ${where}`);
  else if (column === 'at') await sql(`UPDATE tampered.audit_entry SET at = at + interval '1 microsecond' * (1::bigint << ${chosen(45)}) ${where}`);
  else if (column === 'member_ids') {
    const { rows: [found] } = await sql(`SELECT member_ids::text[] AS ids FROM tampered.audit_entry ${where}`);
    const [first, ...rest] = (found as { ids: string[] }).ids;
    const digits = first?.replace(/[0-9a-f]/, (digit) => ((parseInt(digit, 16) ^ (1 << chosen(4))) & 15).toString(16)) ?? randomUUID();
    await sql(`UPDATE tampered.audit_entry SET member_ids = $1::uuid[] ${where}`, [[digits, ...rest]]);
  } else {
    const { rows: [found] } = await sql(`SELECT ${column} AS text FROM tampered.audit_entry ${where}`);
    const { text } = found as { text: string | null };
    await sql(`UPDATE tampered.audit_entry SET ${column} = $1 ${where}`, [text === null || text === '' ? 'x' : flipped(text, chosen)]);
  }
}

/** Makes the links from a position on anew, as somebody would who knows the format and not the key. */
async function rechain(from: number, seal: (before: Buffer, sealed: string) => Buffer): Promise<void> {
  const records: AuditRecord[] = [];
  for await (const record of recordsOf(admin, 'tampered')) records.push(record);
  const linked = records.filter(({ position }) => position !== null);
  let before: Buffer = Buffer.from(linked[from - 2]?.hash ?? '0'.repeat(64), 'hex');
  const hashes = linked.slice(from - 1).map(({ position, row }) => {
    before = seal(before, JSON.stringify(['hhp-audit-1', service, position, ...columns.map((column) => row?.[column] ?? null)]));
    return before;
  });
  await sql('UPDATE tampered.audit_link l SET hash = new.hash FROM unnest($1::bytea[]) WITH ORDINALITY AS new (hash, nth) WHERE l.position = $2 + new.nth - 1', [hashes, from]);
}
const withoutKey = (before: Buffer, sealed: string): Buffer => createHash('sha256').update(before).update(sealed).digest();
const withAnother = (before: Buffer, sealed: string): Buffer => createHmac('sha256', Buffer.alloc(32, 1)).update(before).update(sealed).digest();
const closeGap = (position: number): Promise<unknown> => sql('UPDATE tampered.audit_link SET position = position - 1 WHERE position > $1', [position]);

async function removeBoth(position: number): Promise<void> {
  await sql(`DELETE FROM tampered.audit_entry WHERE id = ${entryAt(position)}`);
  await sql('DELETE FROM tampered.audit_link WHERE position = $1', [position]);
}
const copyOf = (position: number, id: string): string =>
  `INSERT INTO tampered.audit_entry SELECT ${id}, ${columns.slice(1).join(', ')} FROM tampered.audit_entry WHERE id = ${entryAt(position)}`;

const tamperings: Readonly<Record<string, readonly Tampering[]>> = {
  flip: [
    ...columns.map((column): Tampering => (chosen) => flipColumn(chosen, column)),
    (chosen) => sql('UPDATE tampered.audit_link SET hash = set_bit(hash, $2, 1 - get_bit(hash, $2)) WHERE position = $1', [anyPosition(chosen), chosen(256)]),
    (chosen) => sql(`UPDATE tampered.audit_link SET entry = entry # (1::bigint << ${chosen(40)}) WHERE position = $1`, [anyPosition(chosen)]),
    (chosen) => sql(`UPDATE tampered.audit_link SET position = position # (1::bigint << ${chosen(40)}) WHERE position = $1`, [anyPosition(chosen)]),
  ],
  delete: [
    (chosen) => sql(`DELETE FROM tampered.audit_entry WHERE id = ${entryAt(anyPosition(chosen))}`),
    (chosen) => sql('DELETE FROM tampered.audit_link WHERE position = $1', [anyPosition(chosen)]),
    (chosen) => removeBoth(anyPosition(chosen)),
    async (chosen) => { const gone = anyPosition(chosen); await removeBoth(gone); await closeGap(gone); },
  ],
  insert: [
    (chosen) => sql(copyOf(anyPosition(chosen), String(1_000_000 + chosen(1_000_000)))),
    async (chosen) => {
      const [id, place] = [1_000_000 + chosen(1_000_000), anyPosition(chosen)];
      await sql(copyOf(anyPosition(chosen), String(id)));
      await sql('UPDATE tampered.audit_link SET position = position + 1 WHERE position >= $1', [place]);
      await sql('INSERT INTO tampered.audit_link SELECT $1, $2, hash FROM tampered.audit_link ORDER BY position DESC LIMIT 1', [place, id]);
    },
    async (chosen) => {
      const id = 1_000_000 + chosen(1_000_000);
      await sql(copyOf(anyPosition(chosen), String(id)));
      await sql("INSERT INTO tampered.audit_link SELECT max(position) + 1, $1, decode(repeat('5a', 32), 'hex') FROM tampered.audit_link", [id]);
    },
  ],
  swap: ['hash', 'entry'].map((column): Tampering => (chosen) => {
    const one = anyPosition(chosen);
    const other = 1 + ((one + chosen(length - 1)) % length);
    return sql(`UPDATE tampered.audit_link l SET ${column} = o.${column} FROM tampered.audit_link o
                 WHERE (l.position = $1 AND o.position = $2) OR (l.position = $2 AND o.position = $1)`, [one, other]);
  }),
  truncate: [async (chosen) => {
    const after = chosen(length);
    await sql('DELETE FROM tampered.audit_entry WHERE id IN (SELECT entry FROM tampered.audit_link WHERE position > $1)', [after]);
    await sql('DELETE FROM tampered.audit_link WHERE position > $1', [after]);
  }],
  'chain anew without the key': [withoutKey, withAnother].flatMap((seal): Tampering[] => [
    async (chosen) => {
      const from = anyPosition(chosen);
      await sql(`UPDATE tampered.audit_entry SET actor = 'somebody-else' WHERE id = ${entryAt(from)}`);
      await rechain(from, seal);
    },
    async (chosen) => { const gone = 1 + chosen(length - 1); await removeBoth(gone); await closeGap(gone); await rechain(gone, seal); },
  ]),
};

describe('the chain over the audit', () => {
  it('holds every change, read and refusal, each once, and a verifier that shares no code with its writer says it is intact', async () => {
    expect(await within(() => verdictOn('example_notes'))).toEqual({ service, rows: length, vouched: length, unchained: 0, faults: [] });
    expect(length).toBe(60);
  });
  it('is added to by the service, and neither changed nor taken back by it', async () => {
    const [{ role } = { role: '' }] = await running.query<{ role: string }>("SELECT current_database() || '_example_notes' AS role");
    for (const what of ['UPDATE audit_link SET hash = hash', 'DELETE FROM audit_link', 'TRUNCATE audit_entry', 'UPDATE audit_entry SET actor = actor', 'DELETE FROM audit_head']) {
      await within(async () => {
        await sql(`SET LOCAL ROLE ${pg.escapeIdentifier(role)}`);
        await expect(sql(what.replace('audit', 'example_notes.audit'))).rejects.toMatchObject({ code: '42501' });
      });
    }
  });
  it('shows each of many random tamperings, and none where nobody was', async () => {
    const most = tries(300, 10_000);
    const kinds = Object.entries(tamperings);
    const counted: Record<string, number> = {};
    const unseen: string[] = [];
    let falseAlarms = 0;
    for (let nth = 0; nth < most; nth++) {
      const chosen = chance(seed + nth);
      const [kind, ways] = kinds[nth % kinds.length]!;
      const way = chosen(ways.length);
      const { faults } = await within(async () => { await ways[way]!(chosen); return verdictOn('tampered'); });
      counted[kind] = (counted[kind] ?? 0) + 1;
      if (faults.length === 0) unseen.push(`${kind} ${way}, seed ${seed + nth}`);
      if (nth % 10 === 0) falseAlarms += (await within(() => verdictOn('tampered'))).faults.length;
    }
    expect(unseen).toEqual([]);
    expect(falseAlarms).toBe(0);
    evidence('audit-tampering', [
      { claim: 'every random tampering with the audit shows', counted: { ...counted, tried: most, seen: most - unseen.length }, holds: unseen.length === 0 },
      { claim: 'an audit that nobody touched raises no alarm', counted: { verified: Math.ceil(most / 10), alarms: falseAlarms }, holds: falseAlarms === 0 },
    ]);
  }, 300_000);
  it('names the row that was changed, and a checkpoint that nobody signed', async () => {
    const [{ entry } = { entry: '' }] = await running.query<{ entry: string }>('SELECT entry::text FROM audit_link WHERE position = 17');
    const { faults } = await within(async () => { await sql(`UPDATE tampered.audit_entry SET purpose = 'treatment' WHERE id = ${entry}`); return verdictOn('tampered'); });
    expect(faults).toEqual([{ kind: 'altered', position: '17', row: entry }]);
    const forged = [...checkpoints, { ...checkpoints.at(-1)!, count: 5 }];
    expect((await within(() => verdictOn('example_notes', forged))).faults).toEqual([{ kind: 'checkpoint-forged', position: '5', row: null }]);
    const another = { service, key: randomBytes(32), checkpoints: [], asOf: new Date() };
    expect((await within(() => verifyAudit(recordsOf(admin, 'example_notes'), another))).faults).toHaveLength(length);
  });
  it('grows without a gap while it is used, and is intact at every moment', async () => {
    const busy = use(tries(40, 400));
    const alarms: Verdict['faults'][number][] = [];
    let done = false;
    void busy.finally(() => { done = true; });
    do {
      const said = checkpointsIn(folder);
      alarms.push(...(await within(() => verdictOn('example_notes', said, 0))).faults.filter(({ kind }) => kind !== 'not-chained'));
    } while (!done);
    await busy;
    expect(alarms).toEqual([]);
    await eventually(async () => { expect(await everything()).toEqual({ rows: length + 2 * tries(40, 400), links: length + 2 * tries(40, 400) }); });
    await eventually(async () => { expect((await within(() => verdictOn('example_notes', checkpointsIn(folder), 0))).vouched).toBe(length + 2 * tries(40, 400)); });
  });
});
