import { aRow, aScene, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const erase = (memberId: string, asked: object = {}): ReturnType<Scene['ask']> =>
  scene.ask('POST', `/members/${memberId}/erasure`, { body: { reason: 'asked-by-member' }, ...asked });
const tombstones = (memberId: string): Promise<object[]> =>
  scene.running.query('SELECT topic FROM outbox WHERE key = $1 AND value IS NULL ORDER BY topic', [memberId]);

describe('a member who is forgotten', () => {
  it('is an id without a person: key and profile are deleted here and on the log, once, and the audit says by whom', async () => {
    const row = aRow();
    await scene.importList([row]);
    const byNumber = () => scene.ask('POST', '/member-searches', { body: { cin: row['cin'] } });
    const memberId: string = (await byNumber()).body['memberId']!;
    const first = await erase(memberId);
    expect(first).toMatchObject({ status: 202, body: { memberId, erasedAt: expect.any(String) } });
    expect((await erase(memberId, { body: { reason: 'asked-again' } })).body).toEqual(first.body);
    expect(await tombstones(memberId)).toEqual([{ topic: 'hhp.member-key' }, { topic: 'hhp.member-profile' }]);
    expect((await scene.ask('GET', `/members/${memberId}/profile`, { role: 'care-coordinator' })).status).toBe(404);
    expect((await byNumber()).status).toBe(404);
    expect((await scene.ask('GET', `/members/${memberId}`)).body).toMatchObject({ memberId, stage: 'listed' });
    expect(await scene.running.query('SELECT reason FROM erasure WHERE member_id = $1', [memberId])).toEqual([{ reason: 'asked-by-member' }]);
    const audited = await scene.running.query(
      "SELECT kind, role FROM audit_entry WHERE route LIKE '%erasure' AND member_ids = ARRAY[$1::uuid] ORDER BY id", [memberId]);
    expect(audited).toEqual([{ kind: 'change', role: 'plan-administrator' }, { kind: 'change', role: 'plan-administrator' }]);
    const facts = { body: { facts: [{ kind: 'inpatient-stay', from: '2019-03-10' }], source: 'staff' } };
    expect((await scene.ask('POST', `/members/${memberId}/facts`, facts)).status).toBe(404);
    await scene.importList([row], { query: 'listRunDate=2019-08-01' });
    expect((await byNumber()).body['memberId']).not.toBe(memberId);
  });
  it('is not one who is in the programme, nor one of another plan, and a plan administrator decides', async () => {
    const memberId = await scene.member();
    const enrolment = {
      contractCode: 'GG-SF', county: '06075', population: 'SPA1', careEntityId: scene.careEntityId, enrolledOn: '2019-09-01',
    };
    expect((await scene.ask('POST', `/members/${memberId}/enrollment`, { body: enrolment })).status).toBe(201);
    expect(await erase(memberId)).toMatchObject({ status: 409, body: { code: 'still-enrolled' } });
    expect((await erase(memberId, { tenant: 'bay-view' })).status).toBe(404);
    expect((await erase(memberId, { role: 'care-coordinator' })).status).toBe(403);
    expect(await tombstones(memberId)).toEqual([]);
  });
});
