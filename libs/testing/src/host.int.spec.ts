import { randomUUID } from 'node:crypto';
import type { MemberEnrolled } from '@hhp/contracts';
import { eventually } from './eventually.js';
import { exampleService, KnownMembersConsumer } from './example/example.js';
import type { Running } from './running.js';
import { startForTest } from './start-for-test.js';

let running: Running;
let operator: string;
const tenant = 'golden-gate';

beforeAll(async () => {
  running = await startForTest(exampleService, { settings: { LOG_LEVEL: 'silent' } });
  operator = await running.token('operator');
});
afterAll(() => running.stop());

const enrolled = (memberId: string): MemberEnrolled => ({
  type: 'MemberEnrolled',
  data: {
    memberId, enrollmentId: randomUUID(), contractCode: 'plan-06075', county: '06075', population: 'SPA1', careEntityId: randomUUID(), enrolledOn: '2019-09-01',
  },
});
const members = () => running.query('SELECT member_id FROM known_member');
const ready = async (): Promise<unknown[]> => {
  const { status, body } = await running.request('GET', '/health/ready');
  return [status, (body as { missing: string[] }).missing];
};

/** The service loses its database; the administrator stays. */
async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  const limit = (most: number) => running.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT ${most}', current_database()); END $$`);
  await limit(0);
  await running.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE current_database() || '%'");
  await work().finally(() => limit(-1));
}

describe('health', () => {
  it('is live and ready when all of it works', async () => {
    expect((await running.request('GET', '/health/live')).body).toEqual({ status: 'live' });
    await eventually(async () => { expect(await ready()).toEqual([200, []]); });
  });
  it('names what is missing while the database is away, answers 503 to requests, and recovers by itself', async () => {
    const as = await running.token('care-coordinator', { tenant });
    const path = `/members/${randomUUID()}/notes`;
    await withoutDatabase(async () => {
      await eventually(async () => { expect(await ready()).toEqual([503, ['database']]); });
      const answer = await running.request('POST', path, { as, body: { words: 'lost' } });
      expect([answer.status, answer.headers['retry-after'], answer.body]).toMatchObject([503, '2', { code: 'unavailable', fields: [] }]);
      expect((await running.request('GET', '/health/live')).status).toBe(200);
      expect((await running.request('GET', '/metrics')).body).toContain('hhp_backbone_known{service="example-notes"} 0');
    });
    await eventually(async () => { expect(await ready()).toEqual([200, []]); }, { within: 20_000 });
    expect((await running.request('POST', path, { as, body: { words: 'back' } })).status).toBe(201);
  });
});

describe('the answer to a refusal', () => {
  it('comes also when it cannot be recorded', async () => {
    await running.query('ALTER TABLE audit_entry RENAME TO audit_entry_away');
    const answer = await running.request('GET', '/own').finally(() => running.query('ALTER TABLE audit_entry_away RENAME TO audit_entry'));
    expect(answer).toMatchObject({ status: 401, body: { code: 'token-missing' } });
  });
});

describe('metrics', () => {
  it('show relay, readers, deadlines and requests by the pattern of their route, and no id', async () => {
    const memberId = randomUUID();
    await running.request('GET', `/members/${memberId}/notes`);
    const text = String((await running.request('GET', '/metrics')).body);
    for (const figure of [
      'hhp_relay_connected{service="example-notes"} 1', 'hhp_relay_lag_seconds{', 'hhp_relay_slot_bytes{',
      'hhp_reader_lag{reader="known-members",topic="hhp.member",partition="0",',
      'hhp_reader_seconds_without_progress{', 'hhp_parked_keys{service="example-notes"} 0', 'hhp_waiting_keys{', 'hhp_deadlines_overdue{',
      'process_resident_memory_bytes{',
      'hhp_http_request_seconds_count{service="example-notes",method="GET",route="/members/:memberId/notes",status="401"}',
    ]) expect(text).toContain(figure);
    expect(text).not.toContain(memberId);
  });
});

describe('what an operator does', () => {
  it('is for operators, and in the audit', async () => {
    const status = await running.request('GET', '/operations/status', { as: operator });
    expect(status).toMatchObject({ status: 200, body: { relay: { connected: true }, parkedKeys: 0 } });
    expect(await running.query('SELECT actor, kind, route FROM audit_entry WHERE request_id = $1', [status.headers['x-request-id']]))
      .toEqual([{ actor: 'operator-1', kind: 'read', route: 'GET /operations/status' }]);
  });
  it('sees a bad event parked with its reason, and releases it when the reader is mended', async () => {
    const memberId = randomUUID();
    await running.query('ALTER TABLE known_member ADD CONSTRAINT nobody_else CHECK (member_id IS NULL) NOT VALID');
    await running.publish([{ event: enrolled(memberId), tenant, version: 1 }]);
    interface Parked { readonly parkedKeys: { id: string; key: string; reader: string }[] }
    const parked = async () => (await running.request('GET', '/operations/parked-keys', { as: operator })).body as Parked;
    await eventually(async () => { expect((await parked()).parkedKeys).toMatchObject([{ key: memberId, reader: 'known-members' }]); });
    const { parkedKeys: [key] } = await parked();
    await running.query('ALTER TABLE known_member DROP CONSTRAINT nobody_else');
    expect(await running.request('POST', `/operations/parked-keys/${key!.id}/release`, { as: operator })).toMatchObject({ status: 202, body: { id: key!.id } });
    expect(await members()).toContainEqual({ member_id: memberId });
    expect((await parked()).parkedKeys).toEqual([]);
    expect(await running.request('POST', `/operations/parked-keys/${randomUUID()}/discard`, { as: operator }))
      .toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
  it('makes a projection anew, once for one key', async () => {
    const memberId = randomUUID();
    await running.publish([{ event: enrolled(memberId), tenant, version: 1 }]);
    await eventually(async () => { expect(await members()).toContainEqual({ member_id: memberId }); });
    const before = await members();
    await running.query('DELETE FROM known_member');
    const key = randomUUID();
    const rebuild = () => running.request('POST', '/operations/readers/known-members/rebuild', { as: operator, key });
    const rebuilt = await rebuild();
    expect(rebuilt).toMatchObject({ status: 200, body: { reader: 'known-members', events: before.length } });
    expect(await members()).toEqual(expect.arrayContaining(before));
    await running.query('DELETE FROM known_member');
    expect((await rebuild()).body).toEqual(rebuilt.body);
    expect(await members()).toEqual([]);
    expect(await running.request('POST', '/operations/readers/nobody/rebuild', { as: operator })).toMatchObject({ status: 404 });
  });
});

describe('a service under test', () => {
  it('has a clock that is set and moved', async () => {
    const as = await running.token('care-coordinator', { tenant });
    running.at('2019-09-12T16:30:00Z');
    running.advance(3_600_000);
    const { body } = await running.request('POST', `/members/${randomUUID()}/notes`, { as, body: { words: 'timed' } });
    const { noteId } = body as { noteId: string };
    expect(new Date(Number.parseInt(noteId.replaceAll('-', '').slice(0, 12), 16)).toISOString()).toMatch(/^2019-09-12T17:30:0/);
  });
  it('gives an instance of its own', () => {
    expect(running.get(KnownMembersConsumer)).toBeInstanceOf(KnownMembersConsumer);
  });
});
