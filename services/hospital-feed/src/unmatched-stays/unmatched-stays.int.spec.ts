import { eventually } from '@hhp/testing';
import { type Person, adt } from '../examples.js';
import { type HospitalLine, Scene, about } from '../scene.js';

let scene: Scene;
let line: HospitalLine;
let planner: string;
beforeAll(async () => {
  scene = await Scene.open();
  await scene.declare('mercy', { sendingApplication: 'CERNER', sendingFacility: 'MERCY' });
  line = await scene.line();
  planner = await scene.running.token('discharge-planner', { organization: 'general' });
}, 120_000);
afterAll(() => scene.close());

interface Listed { readonly stayId: string; readonly matching: string; readonly controlIds: string[] }
async function unmatched(as = planner): Promise<Listed[]> {
  const { status, body } = await scene.running.request('GET', '/unmatched-stays', { as });
  expect(status).toBe(200);
  return (body as { stays: Listed[] }).stays;
}
const identify = (stayId: string, cin: string, as = planner, key?: string) =>
  scene.running.request('POST', `/unmatched-stays/${stayId}/identity`, { as, body: { cin }, ...(key ? { key } : {}) });
let nth = 0;
/** Somebody without a name that fits is admitted; the stay as it is listed. */
async function stranger(sender?: readonly [string, string]): Promise<Listed> {
  const controlId = `stranger-${++nth}`;
  expect(await line.send(adt({ controlId, visit: controlId, name: 'Doe^Jane', ids: `DOE${nth}000`, birthDate: '', ...(sender ? { sender } : {}) }))).toMatchObject({ code: 'AA' });
  const as = sender ? await scene.running.token('discharge-planner', { organization: 'mercy' }) : planner;
  return (await unmatched(as)).find(({ controlIds }) => controlIds.includes(controlId))!;
}
const aKnownPerson = async (): Promise<Person> => {
  const person = scene.aPerson();
  await scene.known(person);
  return person;
};

describe('a stay that belongs to nobody yet', () => {
  it('is listed for its hospital by the control ids of its messages, and for no other', async () => {
    const person = await aKnownPerson();
    const [own, foreign] = [await stranger(), await stranger(['CERNER', 'MERCY'])];
    await line.send(about(person, { controlId: 'contradicted', visit: 'U1', name: 'Other^Person', birthDate: '19990101' }));
    const listed = await unmatched();
    expect(listed.map(({ controlIds, matching }) => [controlIds, matching])).toEqual([[['contradicted'], 'uncertain'], [own.controlIds, 'unknown-person']]);
    expect(listed.map(({ stayId }) => stayId)).not.toContain(foreign.stayId);
    expect(JSON.stringify(listed)).not.toMatch(/Doe|Other|DOE/);
    for (const [role, bearer] of [['care-coordinator', { tenant: Scene.plan }], ['operator', {}]] as const) {
      expect((await scene.running.request('GET', '/unmatched-stays', { as: await scene.running.token(role, bearer) })).status).toBe(403);
    }
  });
  it("becomes the member's when a person of the hospital says whose it is, once", async () => {
    const person = await aKnownPerson();
    const { stayId, controlIds } = await stranger();
    const [first, again] = [await identify(stayId, person.cin, planner, 'same-key'), await identify(stayId, person.cin, planner, 'same-key')];
    expect([first.status, again.body]).toEqual([202, first.body]);
    expect((await identify(stayId, person.cin)).status).toBe(202);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
    expect(await unmatched()).not.toContainEqual(expect.objectContaining({ stayId }));
    await line.send(adt({ visit: controlIds[0]!, event: 'A03', recordedAt: '20190913', name: 'Doe^Jane', ids: 'DOE', birthDate: '' }));
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted', 'MemberDischarged']);
  });
  it('is found by what was said of it when the member becomes known only afterwards; the answer never tells', async () => {
    const [known, unknown] = [await aKnownPerson(), scene.aPerson()];
    const [one, other] = [await stranger(), await stranger()];
    const answers = [await identify(one.stayId, known.cin), await identify(other.stayId, unknown.cin)];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([[202, { stayId: one.stayId }], [202, { stayId: other.stayId }]]);
    expect(await scene.typesSaid(unknown)).toEqual([]);
    await scene.known(unknown);
    await eventually(async () => { expect(await scene.typesSaid(unknown)).toEqual(['MemberAdmitted']); });
  });
  it('is said once when several people say it at once, in the midst of its messages', async () => {
    const person = await aKnownPerson();
    const { stayId, controlIds } = await stranger();
    const discharge = adt({ visit: controlIds[0]!, event: 'A03', recordedAt: '20190913', name: 'Doe^Jane', ids: 'DOE', birthDate: '' });
    await Promise.all([line.send(discharge), ...Array.from({ length: 10 }, () => identify(stayId, person.cin))]);
    const said = await scene.saidAbout(person);
    expect(said.at(-1)!.type).toBe('MemberDischarged');
    expect(said.filter(({ type }) => type === 'MemberDischarged')).toHaveLength(1);
    expect(said.map(({ version }) => version)).toEqual(said.map((_, at) => at + 1));
  });
  it('is nobody else’s to name: not of another hospital, and not by what is no number', async () => {
    const person = await aKnownPerson();
    const foreign = await stranger(['CERNER', 'MERCY']);
    expect(await identify(foreign.stayId, person.cin)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await identify(foreign.stayId, '12')).toMatchObject({ status: 400, body: { fields: ['cin'] } });
    expect(await scene.typesSaid(person)).toEqual([]);
  });
});
