import { randomUUID } from 'node:crypto';
import { Panels } from '@hhp/service-host';
import { eventually, type Running, startForTest } from '@hhp/testing';
import { assessmentService } from '../service.js';
import { enrolled, Stage } from '../stage.js';

let running: Running;
let versions = 0;
const say = (event: { type: string; data: object }, version = 1) => running.publish([{ event, tenant: Stage.tenant, version }]);
const sees = async (actor: string, memberId: string, more: { role?: string; tenant?: string } = {}): Promise<number[]> => {
  const { role = 'care-coordinator', tenant = Stage.tenant } = more;
  const as = await running.token(role, { actor, tenant });
  return Promise.all(['needs', 'ledger', 'action-plan', 'screenings'].map(async (what) => (await running.request('GET', `/members/${memberId}/${what}`, { as })).status));
};
/** A member on the panel of this coordinator, known to the service. */
async function memberOf(coordinatorId: string): Promise<{ memberId: string; enrollmentId: string }> {
  const memberId = randomUUID();
  const { type, data } = enrolled(memberId);
  await say({ type, data: { ...data, coordinatorId } });
  await eventually(async () => { expect(await running.query('SELECT FROM known_member WHERE member_id = $1', [memberId])).toHaveLength(1); });
  return { memberId, enrollmentId: data.enrollmentId };
}
/** Who read of the member, and for whom. */
const audited = async (memberId: string) =>
  (await running.query<{ actor: string; on_behalf_of: string | null }>(
    "SELECT DISTINCT actor, on_behalf_of FROM audit_entry WHERE kind = 'read' AND member_ids = ARRAY[$1::uuid] ORDER BY 1, 2", [memberId]))
    .map(({ actor, on_behalf_of: absent }) => [actor, absent]);
const nobody = [404, 404, 404, 404];

describe('where reads outside the own panel are refused', () => {
  beforeAll(async () => {
    running = await startForTest(assessmentService, { settings: { READS_OUTSIDE_PANEL: 'refused' } });
    running.at(Stage.at);
  });
  afterAll(() => running.stop());

  it('a coordinator sees the members of their panel, and a member of another one reads like none', async () => {
    const { memberId } = await memberOf('ana');
    expect((await sees('ana', memberId)).every((status) => status === 200)).toBe(true);
    expect(await sees('ben', memberId)).toEqual(nobody);
    expect(await sees('ana', memberId, { tenant: 'bay-view' })).toEqual(nobody);
    expect(await sees('sam', memberId, { role: 'cb-cme-supervisor' })).not.toContain(404);
  });
  it('a member who goes to another panel, and whom somebody covers, is seen there', async () => {
    const [{ memberId, enrollmentId }, coverId] = [await memberOf('ana'), randomUUID()];
    await say({ type: 'CoordinatorAssigned', data: { memberId, enrollmentId, coordinatorId: 'cam' } }, 2);
    await eventually(async () => { expect(await sees('cam', memberId)).not.toContain(404); });
    expect(await sees('ana', memberId)).toEqual(nobody);
    await say({ type: 'CoverArranged', data: { coverId, absent: 'cam', covering: 'dia', from: '2019-09-12', until: '2019-09-12' } }, ++versions);
    await eventually(async () => { expect(await sees('dia', memberId)).not.toContain(404); });
    expect(await audited(memberId)).toEqual([['cam', null], ['dia', 'cam']]);
    expect(await sees('dia', memberId, { tenant: 'bay-view' })).toEqual(nobody);
    running.at('2019-09-13T07:01:00.000Z');
    expect(await sees('dia', memberId)).toEqual(nobody);
    running.at(Stage.at);
  });
  it('a member is seen by whoever broke the glass, by nobody else, and no longer than that holds or is found without reason', async () => {
    const { memberId } = await memberOf('ana');
    const grant = { grantId: randomUUID(), memberId, openedBy: 'ben', reason: 'emergency-treatment', openedAt: Stage.at };
    const until = (minutes: number): string => new Date(Date.parse(Stage.at) + minutes * 60_000).toISOString();
    await say({ type: 'BreakGlassOpened', data: { ...grant, until: until(60) } });
    await eventually(async () => { expect(await sees('ben', memberId)).not.toContain(404); });
    expect(await sees('cam', memberId)).toEqual(nobody);
    expect(await sees('ben', memberId, { tenant: 'bay-view' })).toEqual(nobody);
    expect(await sees('ben', (await memberOf('ana')).memberId)).toEqual(nobody);
    running.at(until(61));
    expect(await sees('ben', memberId)).toEqual(nobody);
    running.at(Stage.at);
    await say({ type: 'BreakGlassReviewed', data: { grantId: grant.grantId, memberId, outcome: 'not-justified', reviewedBy: 'petra', reviewedAt: Stage.at } }, 2);
    await eventually(async () => { expect(await sees('ben', memberId)).toEqual(nobody); });
  });
  it('is decided by what is remembered, which a replay makes the same', async () => {
    const { memberId } = await memberOf('eva');
    const rows = () => running.query('SELECT * FROM known_cover ORDER BY cover_id');
    const before = await rows();
    const as = await running.token('operator');
    expect((await running.request('POST', '/operations/readers/known-staff/rebuild', { as })).status).toBe(200);
    expect(before.length).toBeGreaterThan(0);
    expect(await rows()).toEqual(before);
    expect(await running.get(Panels).holds({ actor: 'eva', role: 'care-coordinator', tenants: [Stage.tenant] } as never, { what: 'member', id: memberId })).toEqual({ onBehalfOf: undefined });
  });
});

describe('where the plan lets its coordinators read within it', () => {
  beforeAll(async () => {
    running = await startForTest(assessmentService);
    running.at(Stage.at);
  });
  afterAll(() => running.stop());

  it('a coordinator sees members of other panels, and of no other plan', async () => {
    const { memberId } = await memberOf('ana');
    expect(await sees('ben', memberId)).not.toContain(404);
    expect(await sees('ben', memberId, { tenant: 'bay-view' })).toEqual(nobody);
    await say({ type: 'CoverArranged', data: { coverId: randomUUID(), absent: 'ana', covering: 'dia', from: '2019-09-12', until: '2019-09-12' } });
    await eventually(async () => {
      await sees('dia', memberId);
      expect(await audited(memberId)).toContainEqual(['dia', 'ana']);
    });
    expect((await audited(memberId)).filter(([actor]) => actor === 'ben')).toEqual([['ben', null]]);
  });
});
