import { Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

const day = { on: '2019-09-12' };
const shown = async (referralId: string) => (await stage.get(`/referrals/${referralId}`)).body;
async function accepted(): Promise<string> {
  const { referralId } = await stage.sent();
  await stage.does('acceptance', referralId);
  return referralId;
}

describe('a fact that was recorded by mistake', () => {
  it('is corrected by saying so: what was said before stays, and the referral goes back to where it was', async () => {
    const referralId = await accepted();
    await stage.does('service-received', referralId, { ...day, source: 'member' });
    const mistake = { fact: 'received', value: false, source: 'member', reason: 'entered-for-another' };
    expect((await stage.does('corrections', referralId, mistake)).body).toMatchObject({ state: 'accepted', next: { step: 'schedule' } });
    await stage.does('corrections', referralId, mistake);
    expect(await shown(referralId)).toMatchObject({ state: 'accepted', facts: { received: { value: false } } });
    expect((await stage.does('corrections', referralId, { ...mistake, value: true })).body).toMatchObject({ state: 'in_service' });
    expect((await stage.typesOf(referralId)).slice(-3)).toEqual(['ServiceReceived', 'ReferralFactCorrected', 'ReferralFactCorrected']);
    expect((await shown(referralId))['timeline']).toHaveLength(7);
  });
  it('of one source leaves what another one says', async () => {
    const referralId = await accepted();
    await stage.does('service-received', referralId, { ...day, source: 'member' });
    await stage.does('service-received', referralId, { ...day, source: 'partner' });
    expect(await shown(referralId)).toMatchObject({ facts: { received: { evidenceGrade: 'B' } }, disputed: false });
    await stage.does('corrections', referralId, { fact: 'received', value: false, source: 'member', reason: 'never-there' });
    expect(await shown(referralId)).toMatchObject({ state: 'in_service', facts: { received: { value: true, evidenceGrade: 'C' } }, disputed: true });
  });
  it('is not corrected for somebody who said nothing', async () => {
    const answer = await stage.post(`/referrals/${await accepted()}/corrections`, { fact: 'used', value: true, source: 'partner', reason: 'typing' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'nothing-to-correct', fields: ['fact', 'source'] } });
  });
});

describe('applied and used', () => {
  it('are dated facts of their own, each with its evidence, that move nothing (002-73, 002-74)', async () => {
    const referralId = await accepted();
    await stage.does('application', referralId, { applied: true, ...day, source: 'document' });
    await stage.does('use', referralId, { used: false, ...day, source: 'staff' });
    expect(await shown(referralId)).toMatchObject({
      state: 'accepted',
      facts: { applied: { value: true, on: '2019-09-12', evidenceGrade: 'A' }, used: { value: false, evidenceGrade: 'E' }, received: { statements: [] } },
    });
  });
  it('are disputed when two sides contradict each other: a task of the team, and no success until it is settled', async () => {
    const referralId = await accepted();
    const closing = { outcome: 'received', reason: 'full', evidenceGrade: 'D' };
    await stage.does('service-received', referralId, { ...day, source: 'member' });
    const told = await stage.does('use', referralId, { used: false, ...day, source: 'partner' });
    expect(told.body).toMatchObject({ next: { step: 'disagreement', actor: 'team' } });
    expect(await stage.post(`/referrals/${referralId}/closing`, closing)).toMatchObject({ status: 409, body: { code: 'facts-disputed' } });
    await stage.does('corrections', referralId, { fact: 'used', value: true, source: 'partner', reason: 'typing' });
    expect((await stage.does('closing', referralId, closing)).body).toMatchObject({ state: 'closed' });
  });
  it('of the member are for the care team to record, not for the organization', async () => {
    const { referralId } = await stage.sent();
    const staff = await stage.token('cbo-staff', { organization: stage.organizationId });
    const says = (source: string) => stage.ask('POST', `/referrals/${referralId}/use`, { used: true, ...day, source }, staff);
    expect(await says('member')).toMatchObject({ status: 403, body: { code: 'source-not-yours' } });
    expect((await says('partner')).status).toBe(202);
  });
  it('never carry a word: what is not a code is refused by its field, and not repeated', async () => {
    const reason = 'Albert said so';
    const answer = await stage.post(`/referrals/${await accepted()}/corrections`, { fact: 'used', value: true, source: 'partner', reason });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid', fields: ['reason'] } });
    expect(JSON.stringify(answer.body)).not.toContain('Albert');
  });
});
