import { randomUUID } from 'node:crypto';
import { aScene, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const role = 'care-coordinator';
const recipientOrganizationId = randomUUID();
const filled = { stated: ['patient-name'], discloser: 'golden-gate', signature: 'paper', signedOn: '2019-09-11' };
const handIn = (memberId: string, change: object = {}) => scene.ask('POST', `/members/${memberId}/consent-forms`, {
  role, body: {
    form: 'ascmi-ab-133', recipientOrganizationId, purpose: 'care-coordination', validUntil: '2020-09-12T00:00:00Z', filled,
    choices: [{ dataClass: 'general', decision: 'granted' }, { dataClass: 'sud', decision: 'granted' }, { dataClass: 'hiv', decision: 'declined' }], ...change,
  },
});
const takeBack = (memberId: string, change: object = {}) =>
  scene.ask('POST', `/members/${memberId}/consent-revocations`, { role, body: { form: 'ascmi-revocation', ...change } });
const list = async (memberId: string) => (await scene.ask('GET', `/members/${memberId}/consents`, { role })).body['consents'] as unknown as object[];

describe('a form of the kind of ASCMI', () => {
  it('records a yes and a no for what was chosen, with what is printed and what was filled in (domain 4.1)', async () => {
    const memberId = await scene.member();
    const { status, body } = await handIn(memberId);
    expect([status, body['consents']]).toMatchObject([201, [
      { status: 'granted', dataClasses: ['general', 'sud'], formCode: 'ascmi-ab-133', form: 'written', part2Complete: true },
      { status: 'declined', dataClasses: ['hiv'], formCode: 'ascmi-ab-133' },
    ]]);
    expect((await scene.saidOf(memberId)).slice(-2)).toMatchObject([
      { type: 'ConsentDeclined', data: { dataClasses: ['hiv'], formCode: 'ascmi-ab-133' }, labels: ['hiv'] },
      { type: 'ConsentGranted', data: { dataClasses: ['general', 'sud'], formCode: 'ascmi-ab-133' }, labels: ['sud'] },
    ]);
  });
  it('with no alone, or with a line that was left empty, lets no substance use record go', async () => {
    const memberId = await scene.member();
    const no = await handIn(memberId, { choices: [{ dataClass: 'general', decision: 'declined' }] });
    expect(no.body['consents']).toMatchObject([{ status: 'declined', dataClasses: ['general'] }]);
    const { signature: _, ...unsigned } = filled;
    expect((await handIn(memberId, { filled: unsigned })).body['consents']).toMatchObject([{ status: 'granted', part2Complete: false }, {}]);
  });
  it('is refused where it is no form of ours or chooses twice', async () => {
    const memberId = await scene.member();
    expect(await handIn(memberId, { form: 'ascmi-revocation' })).toMatchObject({ status: 400, body: { fields: ['form'] } });
    expect(await handIn(memberId, { choices: [{ dataClass: 'sud', decision: 'granted' }, { dataClass: 'sud', decision: 'declined' }] }))
      .toMatchObject({ status: 400, body: { fields: ['choices'] } });
    expect((await handIn(randomUUID())).status).toBe(404);
  });
  it('takes back one consent or all that stand, each with the time from which it is in force', async () => {
    const memberId = await scene.member();
    const first = (await handIn(memberId)).body['consents'] as unknown as { consentId: string }[];
    await handIn(memberId, { form: 'ascmi-non-ab-133' });
    const one = await takeBack(memberId, { consentIds: [first[0]!.consentId] });
    expect(one).toMatchObject({ status: 201, body: { revoked: [{ consentId: first[0]!.consentId, inForceAt: expect.any(String) }] } });
    expect((await takeBack(memberId)).body['revoked']).toHaveLength(1);
    expect((await takeBack(memberId)).body['revoked']).toEqual([]);
    expect((await list(memberId)).map((each) => (each as { status: string }).status).sort()).toEqual(['declined', 'declined', 'revoked', 'revoked']);
    expect((await takeBack(memberId, { consentIds: [randomUUID()] })).status).toBe(404);
    expect(await scene.saidOf(memberId, 'ConsentRevoked')).toMatchObject([{ data: { formCode: 'ascmi-revocation' } }, {}]);
  });
  it('is one of three kinds', async () => {
    const { body } = await scene.ask('GET', '/consent-forms', { role });
    expect((body['forms'] as unknown as { code: string }[]).map(({ code }) => code)).toEqual(['ascmi-ab-133', 'ascmi-non-ab-133', 'ascmi-revocation']);
  });
});
