import { randomUUID } from 'node:crypto';
import type { Answer } from '@hhp/testing';
import { aScene, contractCode, plan, type Scene } from '../scene.js';

let scene: Scene;
let otherClinic: string;
beforeAll(async () => {
  scene = await aScene();
  otherClinic = randomUUID();
  await scene.ask('PUT', `/care-entities/${otherClinic}`, { body: { name: 'Bayview Clinic', contractCode } });
});
afterAll(() => scene.running.stop());

interface Who { readonly role: string; readonly actor?: string; readonly tenant?: string | undefined; readonly organization?: string }
type Got = Answer & { readonly body: { readonly code?: string; readonly people?: { personId: string; subject: string }[] } };
const administrator: Who = { role: 'plan-administrator', tenant: plan };
const supervisor = (): Who => ({ role: 'cb-cme-supervisor', tenant: plan, organization: scene.careEntityId });
const as = async (who: Who, method: string, path: string, body?: object, key?: string): Promise<Got> => {
  const { role, ...bearer } = who;
  const given = Object.fromEntries(Object.entries(bearer).filter(([, value]) => value !== undefined));
  return await scene.running.request(method, path, { as: await scene.running.token(role, given), ...(body ? { body } : {}), ...(key ? { key } : {}) }) as Got;
};
/** Registers somebody and says under which subject. */
async function registered(roles: string[], organizationId: string | undefined, by: Who = administrator): Promise<{ personId: string; subject: string }> {
  const [personId, subject] = [randomUUID(), `s-${randomUUID()}`];
  const answer = await as(by, 'PUT', `/staff/${personId}`, { subject, name: 'Ana Lugo', roles, ...(organizationId ? { organizationId } : {}) });
  expect([answer.status, answer.body]).toEqual([200, { personId }]);
  return { personId, subject };
}
const saidOf = async (id: string) => (await scene.running.said()).filter(({ aggregate }) => aggregate === id);

describe('the register of a plan', () => {
  it('says who works here, in ids and codes, once for one request and never the name', async () => {
    const [personId, subject, key] = [randomUUID(), `s-${randomUUID()}`, randomUUID()];
    const body = { subject, name: 'Ana Lugo', roles: ['care-coordinator'], organizationId: scene.careEntityId };
    for (let time = 0; time < 2; time++) expect((await as(administrator, 'PUT', `/staff/${personId}`, body, key)).status).toBe(200);
    await as(administrator, 'PUT', `/staff/${personId}`, body);
    expect((await saidOf(personId)).map(({ type, version, tenant, data }) => ({ type, version, tenant, data }))).toEqual([{
      type: 'StaffRegistered', version: 1, tenant: plan,
      data: { personId, subject, organizationId: scene.careEntityId, roles: ['care-coordinator'] },
    }]);
    expect(JSON.stringify(await scene.running.query("SELECT value FROM outbox WHERE topic = 'hhp.staff'"))).not.toContain('Lugo');
    const audit = await scene.running.query("SELECT kind FROM audit_entry WHERE route = 'PUT /staff/:personId' AND actor = 'plan-administrator-1'");
    expect(audit.length).toBeGreaterThanOrEqual(2);
    expect((await as(administrator, 'GET', '/staff')).body.people).toEqual(expect.arrayContaining([expect.objectContaining({ personId, name: 'Ana Lugo' })]));
  });
  it('knows a subject once, and no CB-CME that does not serve the plan', async () => {
    const { subject } = await registered(['care-coordinator'], scene.careEntityId);
    expect(await as(administrator, 'PUT', `/staff/${randomUUID()}`, { subject, name: 'x', roles: [] }))
      .toMatchObject({ status: 409, body: { code: 'subject-registered' } });
    expect(await as(administrator, 'PUT', `/staff/${randomUUID()}`, { subject: 'new', name: 'x', roles: [], organizationId: randomUUID() }))
      .toMatchObject({ status: 400, body: { code: 'care-entity-unknown' } });
  });
  it('registers a subject once when ten ask at once', async () => {
    const subject = `s-${randomUUID()}`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => as(administrator, 'PUT', `/staff/${randomUUID()}`, { subject, name: 'x', roles: [] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
  });
  it('is shown to a supervisor for the own CB-CME alone, and lets them do no more than they may', async () => {
    const [own, foreign, above] = [
      await registered(['care-coordinator'], scene.careEntityId), await registered(['care-coordinator'], otherClinic),
      await registered(['plan-administrator'], scene.careEntityId),
    ];
    const shown = (await as(supervisor(), 'GET', '/staff')).body.people!.map(({ personId }) => personId);
    expect(shown).toContain(own.personId);
    expect(shown).not.toContain(foreign.personId);
    const suspending = (personId: string) => as(supervisor(), 'POST', `/staff/${personId}/suspension`, { reason: 'left' });
    expect([(await suspending(foreign.personId)).body.code, (await suspending(randomUUID())).body.code]).toEqual(['not-found', 'not-found']);
    expect((await suspending(above.personId)).body.code).toBe('role-not-given');
    expect((await as(supervisor(), 'PUT', `/staff/${own.personId}/roles`, { roles: ['plan-administrator'] })).body.code).toBe('role-not-given');
    expect((await suspending(own.personId)).status).toBe(201);
    expect((await as(supervisor(), 'POST', `/staff/${own.personId}/reinstatement`)).status).toBe(201);
    expect((await saidOf(own.personId)).map(({ type }) => type)).toEqual(['StaffRegistered', 'StaffSuspended', 'StaffReinstated']);
    expect(await saidOf(foreign.personId)).toHaveLength(1);
  });
  it('does not exist for another plan, and nobody helps themselves', async () => {
    const { personId, subject } = await registered(['plan-administrator'], undefined);
    const others: Who = { role: 'plan-administrator', tenant: 'bay-view' };
    expect((await as(others, 'GET', '/staff')).body.people).toEqual([]);
    expect((await as(others, 'POST', `/staff/${personId}/suspension`, { reason: 'left' })).status).toBe(404);
    expect((await as(others, 'PUT', `/staff/${personId}`, { subject: 'x', name: 'x', roles: [] })).status).toBe(200);
    expect((await saidOf(personId)).map(({ tenant }) => tenant)).toEqual([plan, 'bay-view']);
    const self: Who = { ...administrator, actor: subject };
    expect((await as(self, 'PUT', `/staff/${personId}/roles`, { roles: ['plan-administrator', 'analyst'] })).body.code).toBe('own-rights');
  });
});

describe('the register of an organization with people of its own', () => {
  it('is begun by whoever comes first, once, and from then on kept by whom it names', async () => {
    const organization = randomUUID();
    const clerk = (actor: string): Who => ({ role: 'cbo-staff', actor, organization });
    const comers = ['ada', 'bea', 'cam', 'dia', 'eva', 'fay', 'gus', 'hal'];
    await Promise.all(comers.map((actor) => as(clerk(actor), 'GET', '/staff')));
    const firsts = await Promise.all(comers.map((actor) =>
      as(clerk(actor), 'PUT', `/staff/${randomUUID()}`, { subject: actor, name: actor, roles: ['cbo-staff'] })));
    expect(firsts.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(403)]);
    const first = comers[firsts.findIndex(({ status }) => status === 200)]!;
    const dan = randomUUID();
    expect((await as(clerk(first), 'PUT', `/staff/${dan}`, { subject: 'dan', name: 'Dan', roles: ['cbo-staff'] })).status).toBe(200);
    expect((await as(clerk('dan'), 'POST', `/staff/${dan}/suspension`, { reason: 'left' })).body.code).toBe('not-administrator');
    expect((await as(clerk(first), 'PUT', `/staff/${dan}/roles`, { roles: ['care-coordinator'] })).body.code).toBe('role-not-given');
    expect((await as({ role: 'cbo-staff', actor: first, organization: randomUUID() }, 'POST', `/staff/${dan}/suspension`, { reason: 'left' })).status).toBe(403);
    expect((await as(administrator, 'GET', '/staff')).body.people!.map(({ subject }) => subject)).not.toContain('dan');
    expect((await saidOf(dan)).map(({ tenant, data }) => [tenant, data['organizationId']])).toEqual([[`organization:${organization}`, organization]]);
  });
  it('is never left without anybody: of two who suspend each other at once one stays', async () => {
    const organization = randomUUID();
    const clerk = (actor: string): Who => ({ role: 'cbo-staff', actor, organization });
    const [ada, bea] = [randomUUID(), randomUUID()];
    await as(clerk('ada'), 'PUT', `/staff/${ada}`, { subject: 'ada', name: 'Ada', roles: ['cbo-staff'] });
    await as(clerk('ada'), 'PUT', `/staff/${bea}`, { subject: 'bea', name: 'Bea', roles: ['cbo-staff', 'people-administrator'] });
    const answers = await Promise.all([
      as(clerk('ada'), 'POST', `/staff/${bea}/suspension`, { reason: 'left' }), as(clerk('bea'), 'POST', `/staff/${ada}/suspension`, { reason: 'left' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
  });
});
