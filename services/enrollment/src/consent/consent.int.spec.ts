import { randomUUID } from 'node:crypto';
import { topics } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import { ConsentHeartbeats } from '../heartbeat/consent-heartbeats.js';
import { aScene, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene({ CONSENT_HEARTBEAT_MS: '100' }); });
afterAll(() => scene.running.stop());

const recipientOrganizationId = randomUUID();
const signed = {
  stated: ['patient-name', 'information', 'recipient', 'purpose', 'right-to-revoke'], discloser: 'golden-gate', signature: 'electronic', signedOn: '2019-09-11',
};
const say = (memberId: string, change: object = {}, tenant?: string): ReturnType<Scene['ask']> => scene.ask('POST', `/members/${memberId}/consents`, {
  role: 'care-coordinator', ...(tenant ? { tenant } : {}),
  body: {
    decision: 'granted', recipientOrganizationId, dataClasses: ['general'], purpose: 'care-coordination', form: 'verbal',
    validUntil: '2020-09-12T00:00:00Z', ...change,
  },
});
const revoke = (consentId: string, tenant?: string): ReturnType<Scene['ask']> =>
  scene.ask('POST', `/consents/${consentId}/revocation`, { role: 'care-coordinator', ...(tenant ? { tenant } : {}) });

describe('a consent', () => {
  it('is said with recipient, classes, purpose and period; a no too (002-71, domain 4.1)', async () => {
    const memberId = await scene.member();
    const { status, body } = await say(memberId, {
      form: 'electronic', dataClasses: ['general', 'sud'], part2: signed,
    });
    expect(status).toBe(201);
    const no = await say(memberId, { decision: 'declined', dataClasses: ['hiv'] });
    expect(no).toMatchObject({ status: 201, body: { status: 'declined', dataClasses: ['hiv'] } });
    const said = await scene.saidOf(memberId);
    expect(said.slice(-2)).toMatchObject([
      {
        type: 'ConsentGranted', version: 1, aggregate: body['consentId'],
        data: { part2Complete: true, recipientOrganizationId, dataClasses: ['general', 'sud'], purpose: 'care-coordination' },
      },
      { type: 'ConsentDeclined', version: 1, aggregate: no.body['consentId'], data: { dataClasses: ['hiv'] } },
    ]);
    const all = await scene.ask('GET', `/members/${memberId}/consents`, { role: 'care-coordinator' });
    expect(all.body).toMatchObject({ consents: [{ status: 'declined' }, { status: 'granted', consentId: body['consentId'], version: 1, signed }] });
  });
  it('is taken back once; the answer says from when it is in force everywhere, at most three seconds later', async () => {
    const memberId = await scene.member();
    const { body: { consentId } } = await say(memberId);
    const first = await revoke(consentId!);
    expect(first.status).toBe(201);
    const { revokedAt, inForceAt } = first.body as unknown as { revokedAt: string; inForceAt: string };
    expect((await revoke(consentId!)).body).toMatchObject({ consentId, revokedAt });
    const said = await scene.saidOf(memberId, 'ConsentRevoked');
    expect(said.map(({ version, data }) => [version, data])).toEqual([[2, { memberId, consentId, revokedAt, inForceAt: expect.any(String) }]]);
    const stated = String(said[0]!.data['inForceAt']);
    expect(Date.parse(stated) - Date.parse(revokedAt)).toBe(2500);
    // The answer says the same, or later by what a busy machine took to commit.
    expect(inForceAt >= stated).toBe(true);
  });
  it('is not given for nobody, without a recipient, or for a member of another plan, nor taken back from outside', async () => {
    const memberId = await scene.member();
    expect(await say(memberId, { recipientOrganizationId: undefined })).toMatchObject({ status: 400, body: { code: 'recipient-missing' } });
    expect(await say(memberId, { form: undefined })).toMatchObject({ status: 400, body: { code: 'form-missing' } });
    expect(await say(memberId, { part2: { stated: ['blessing'] } })).toMatchObject({ status: 400, body: { fields: ['part2.stated'] } });
    expect(await say(memberId, { documentId: randomUUID() })).toMatchObject({ status: 409, body: { code: 'document-unknown', fields: ['documentId'] } });
    expect(await say(memberId, { dataClasses: [] })).toMatchObject({ status: 400, body: { code: 'request-invalid', fields: ['dataClasses'] } });
    expect(await say(randomUUID())).toMatchObject({ status: 404 });
    expect(await say(memberId, {}, 'bay-view')).toMatchObject({ status: 404 });
    const { body: { consentId } } = await say(memberId);
    expect(await revoke(consentId!, 'bay-view')).toMatchObject({ status: 404 });
    expect(await revoke(randomUUID())).toMatchObject({ status: 404 });
    expect(await scene.saidOf(memberId, 'ConsentRevoked')).toEqual([]);
  });
  it('taken back ten times at once is said once', async () => {
    const memberId = await scene.member();
    const { body: { consentId } } = await say(memberId);
    const answers = await Promise.all(Array.from({ length: 10 }, () => revoke(consentId!)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['revokedAt'])}`)).size).toBe(1);
    expect(await scene.saidOf(memberId, 'ConsentRevoked')).toHaveLength(1);
  });
});

describe('a consent whose taking back was slow to commit', () => {
  it('is in force later, by what it took, and a repetition is told the same', async () => {
    const memberId = await scene.member();
    const { body: { consentId } } = await say(memberId);
    const held = scene.running.query(
      'WITH held AS MATERIALIZED (SELECT FROM consent WHERE id = $1 FOR UPDATE) SELECT pg_sleep(1) FROM held', [consentId!]);
    const asleep = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    await eventually(async () => { expect(await scene.running.query(asleep)).toHaveLength(1); });
    const key = randomUUID();
    const take = () => scene.ask('POST', `/consents/${consentId}/revocation`, { role: 'care-coordinator', key });
    const [{ body }, twin] = await Promise.all([take(), take()]);
    await held;
    expect([twin.body, (await take()).body]).toEqual([body, body]);
    const settles = Date.parse(String(body['inForceAt'])) - Date.parse(String(body['revokedAt']));
    expect(settles).toBeGreaterThan(2500 + 250);
  });
});

describe('the heartbeat of consents', () => {
  const beats = (): Promise<{ partition: number | null; value: string; at: Date }[]> =>
    scene.running.query(`SELECT partition, value, recorded_at AS at FROM outbox WHERE headers LIKE '%ConsentHeartbeat%' ORDER BY position`);

  it("tells every partition the database's own time, whatever the service's clock says", async () => {
    scene.running.at('2031-01-01T00:00:00Z');
    const before = (await beats()).length;
    await scene.running.get(ConsentHeartbeats).beat();
    const own = (await beats()).slice(before);
    const partitions = topics['hhp.consent'].partitions;
    expect(own.length).toBeGreaterThanOrEqual(partitions);
    for (const { partition, value, at } of own) {
      const said = JSON.parse(value) as { partition: number; heartbeatAt: string };
      expect(partition).toBe(said.partition);
      expect(Math.abs(at.getTime() - Date.parse(said.heartbeatAt))).toBeLessThan(1000);
    }
    expect(new Set(own.map(({ partition }) => partition)).size).toBe(partitions);
    scene.running.at('2019-09-12T19:00:00.000Z');
  });
  it('goes on by itself, pauses while the database refuses, and comes back', async () => {
    const count = async (): Promise<number> => (await beats()).length;
    const first = await count();
    await eventually(async () => expect(await count()).toBeGreaterThan(first + 24));
    await scene.running.query('ALTER TABLE outbox ADD CONSTRAINT away CHECK (false) NOT VALID');
    const stopped = await count();
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    expect(await count()).toBe(stopped);
    await scene.running.query('ALTER TABLE outbox DROP CONSTRAINT away');
    await eventually(async () => expect(await count()).toBeGreaterThan(stopped + 24));
  });
  it('stops when it is told to, and starts again', async () => {
    const heartbeats = scene.running.get(ConsentHeartbeats);
    await heartbeats.stop();
    const stopped = (await beats()).length;
    await new Promise((resolve) => { setTimeout(resolve, 350); });
    expect(await beats()).toHaveLength(stopped);
    heartbeats.start();
    await eventually(async () => expect((await beats()).length).toBeGreaterThan(stopped));
  });
});
