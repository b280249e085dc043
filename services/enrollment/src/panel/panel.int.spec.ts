import { randomUUID } from 'node:crypto';
import type { Answer } from '@hhp/testing';
import { aScene, contractCode, plan, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene({ MEMBERS_PER_COORDINATOR: '2' }); });
afterAll(() => scene.running.stop());

interface Panel { readonly coordinatorId: string; readonly members: number; readonly covered: number; readonly coveredBy: string[]; readonly over: boolean }
type Got = Answer & { readonly body: { readonly code?: string; readonly panels?: Panel[]; readonly members?: object[]; readonly covers?: object[] } };
const as = async (role: string, bearer: object, method: string, path: string, body?: object): Promise<Got> =>
  await scene.running.request(method, path, { as: await scene.running.token(role, { tenant: plan, ...bearer }), ...(body ? { body } : {}) }) as Got;
const byPlan = (method: string, path: string, body?: object) => as('plan-administrator', {}, method, path, body);
const bySupervisor = (method: string, path: string, body?: object, organization = scene.careEntityId) =>
  as('cb-cme-supervisor', { organization }, method, path, body);

async function coordinator(organizationId = scene.careEntityId, roles = ['care-coordinator']): Promise<{ subject: string; personId: string }> {
  const [personId, subject] = [randomUUID(), `c-${randomUUID()}`];
  const answer = await byPlan('PUT', `/staff/${personId}`, { subject, name: 'C', roles, organizationId });
  expect(answer.status).toBe(200);
  return { subject, personId };
}
async function memberOf(coordinatorId?: string, careEntityId = scene.careEntityId): Promise<string> {
  const memberId = await scene.member();
  const body = { contractCode, county: '06075', population: 'SPA1', careEntityId, enrolledOn: '2019-08-05', ...(coordinatorId ? { coordinatorId } : {}) };
  expect((await scene.ask('POST', `/members/${memberId}/enrollment`, { role: 'care-coordinator', body })).status).toBe(201);
  return memberId;
}
const panelOf = async (subject: string): Promise<Panel | undefined> =>
  (await byPlan('GET', '/panels')).body.panels!.find(({ coordinatorId }) => coordinatorId === subject);
const assign = (memberId: string, coordinatorId: string, ask = bySupervisor) => ask('PUT', `/members/${memberId}/coordinator`, { coordinatorId });

describe('a panel', () => {
  it('takes a member in, says so once as a fact of the member, and shows its load against the setting', async () => {
    const { subject } = await coordinator();
    expect(await panelOf(subject)).toEqual({ coordinatorId: subject, members: 0, covered: 0, coveredBy: [], over: false });
    const taken = [await memberOf(), await memberOf('somebody-else'), await memberOf()];
    for (const memberId of [...taken, taken[0]!]) expect((await assign(memberId, subject)).status).toBe(200);
    expect(await panelOf(subject)).toMatchObject({ members: 3, over: true });
    const said = await scene.saidOf(taken[1]!, 'CoordinatorAssigned');
    const [enrolled] = await scene.saidOf(taken[1]!, 'MemberEnrolled');
    expect(said.map(({ version, data }) => [version, data])).toEqual([
      [enrolled!.version + 1, { memberId: taken[1], enrollmentId: enrolled!.data['enrollmentId'], coordinatorId: subject }],
    ]);
    expect(await scene.saidOf(taken[0]!, 'CoordinatorAssigned')).toHaveLength(1);
    expect((await byPlan('GET', `/panels/${subject}/members`)).body.members).toHaveLength(3);
    expect((await as('care-coordinator', { actor: subject }, 'GET', '/my-panel')).body.members).toHaveLength(3);
  });
  it('is only for a coordinator of that CB-CME who works here, and for a member who is in the programme', async () => {
    const memberId = await memberOf();
    const otherClinic = randomUUID();
    await scene.ask('PUT', `/care-entities/${otherClinic}`, { body: { name: 'Other', contractCode } });
    const [elsewhere, navigator, gone] = [await coordinator(otherClinic), await coordinator(scene.careEntityId, ['housing-navigator']), await coordinator()];
    await byPlan('POST', `/staff/${gone.personId}/suspension`, { reason: 'left' });
    for (const { subject } of [elsewhere, navigator, gone, { subject: 'stranger' }]) {
      expect(await assign(memberId, subject)).toMatchObject({ status: 400, body: { code: 'coordinator-unknown', fields: ['coordinatorId'] } });
    }
    const { subject } = await coordinator();
    expect((await assign(await scene.member(), subject)).body.code).toBe('not-enrolled');
    expect(await scene.saidOf(memberId, 'CoordinatorAssigned')).toEqual([]);
  });
  it('is disposed of by the plan and the own CB-CME: for another plan or CB-CME the member does not exist', async () => {
    const [memberId, { subject }] = [await memberOf(), await coordinator()];
    const foreign = await as('plan-administrator', { tenant: 'bay-view' }, 'PUT', `/members/${memberId}/coordinator`, { coordinatorId: subject });
    const neighbour = await bySupervisor('PUT', `/members/${memberId}/coordinator`, { coordinatorId: subject }, randomUUID());
    const nobody = await bySupervisor('PUT', `/members/${randomUUID()}/coordinator`, { coordinatorId: subject });
    expect([foreign.status, neighbour.status, nobody.status]).toEqual([404, 404, 404]);
    expect((await as('care-coordinator', {}, 'PUT', `/members/${memberId}/coordinator`, { coordinatorId: subject })).status).toBe(403);
    expect((await bySupervisor('GET', '/panels', undefined, randomUUID())).body.panels).toEqual([]);
  });
  it('moves as a whole, and says what it left', async () => {
    const [from, to, planned] = [await coordinator(), await coordinator(), await coordinator()];
    const members = [await memberOf(from.subject), await memberOf(from.subject), await memberOf(from.subject)];
    const move = (subject: string, into: string) => bySupervisor('POST', `/panels/${subject}/moves`, { to: into });
    expect(await move(from.subject, to.subject)).toMatchObject({ status: 201, body: { moved: 3, left: 0 } });
    expect([await panelOf(from.subject), await panelOf(to.subject)]).toMatchObject([{ members: 0 }, { members: 3 }]);
    expect(await move(from.subject, to.subject)).toMatchObject({ body: { moved: 0, left: 0 } });
    expect((await move(to.subject, to.subject)).body.code).toBe('panel-same');
    expect((await move(to.subject, 'stranger')).body.code).toBe('coordinator-unknown');
    expect((await bySupervisor('POST', `/panels/${to.subject}/moves`, { to: planned.subject }, randomUUID())).body).toEqual({ moved: 0, left: 0 });
    for (const memberId of members) expect(await scene.saidOf(memberId, 'CoordinatorAssigned')).toHaveLength(1);
  });
});

describe('a cover for an absence', () => {
  it('lasts from its first day to its last, and shows on the panel of whoever covers', async () => {
    const [away, here] = [await coordinator(), await coordinator()];
    const memberId = await memberOf(away.subject);
    const coverId = randomUUID();
    const arrange = (change: object = {}) =>
      bySupervisor('PUT', `/covers/${coverId}`, { absent: away.subject, covering: here.subject, from: '2019-09-12', until: '2019-09-13', ...change });
    for (let time = 0; time < 2; time++) expect((await arrange()).status).toBe(200);
    expect(await panelOf(away.subject)).toMatchObject({ members: 1, coveredBy: [here.subject] });
    expect(await panelOf(here.subject)).toMatchObject({ members: 0, covered: 1 });
    const mine = () => as('care-coordinator', { actor: here.subject }, 'GET', '/my-panel');
    expect((await mine()).body.members).toEqual([{ memberId, coordinatorId: away.subject, covered: true }]);
    expect((await bySupervisor('GET', '/covers')).body.covers).toContainEqual({
      coverId, absent: away.subject, covering: here.subject, from: '2019-09-12', until: '2019-09-13', today: true,
    });
    scene.running.at('2019-09-14T07:01:00.000Z');
    expect((await mine()).body.members).toEqual([]);
    scene.running.at('2019-09-12T19:00:00.000Z');
    expect((await bySupervisor('POST', `/covers/${coverId}/end`)).status).toBe(201);
    expect((await bySupervisor('POST', `/covers/${coverId}/end`)).status).toBe(201);
    expect((await mine()).body.members).toEqual([]);
    expect((await scene.running.said()).filter(({ aggregate }) => aggregate === coverId).map(({ type, version }) => [type, version]))
      .toEqual([['CoverArranged', 1], ['CoverEnded', 2]]);
  });
  it.each([
    ['days the wrong way round', { until: '2019-09-11' }, 'days-reversed'], ['days that are over', { from: '2019-09-01', until: '2019-09-11' }, 'days-past'],
    ['years', { until: '2021-09-12' }, 'cover-too-long'], ['a stranger', { covering: 'stranger' }, 'person-unknown'],
    ['the absence of a stranger', { absent: 'stranger' }, 'person-unknown'],
  ])('is not for %s', async (_name, change, code) => {
    const [away, here] = [await coordinator(), await coordinator()];
    const body = { absent: away.subject, covering: here.subject, from: '2019-09-12', until: '2019-09-13', ...change };
    expect((await bySupervisor('PUT', `/covers/${randomUUID()}`, body)).body.code).toBe(code);
  });
  it('is not by oneself, and not for people of another CB-CME or plan', async () => {
    const [away, self] = [await coordinator(), await coordinator(scene.careEntityId, ['cb-cme-supervisor'])];
    const body = { absent: away.subject, covering: self.subject, from: '2019-09-12', until: '2019-09-13' };
    const asked = async (bearer: object): Promise<string | undefined> => (await as('cb-cme-supervisor', bearer, 'PUT', `/covers/${randomUUID()}`, body)).body.code;
    expect(await asked({ organization: scene.careEntityId, actor: self.subject })).toBe('own-rights');
    expect(await asked({ organization: randomUUID() })).toBe('person-unknown');
    expect(await asked({ organization: scene.careEntityId, tenant: 'bay-view' })).toBe('person-unknown');
  });
});
