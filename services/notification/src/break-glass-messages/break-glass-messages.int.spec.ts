import { randomUUID } from 'node:crypto';
import type { BreakGlassOpened, BreakGlassReviewed } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import type { ParsedMail } from 'mailparser';
import { OtherServices, Scene } from '../scene.js';

let scene: Scene;
let others: OtherServices;
beforeAll(async () => {
  scene = await Scene.open();
  ({ others } = scene);
}, 120_000);
beforeEach(() => { scene.begin(); });
afterEach(() => others.stopBeating());
afterAll(() => scene.close());

const opened = (): BreakGlassOpened => ({
  type: 'BreakGlassOpened',
  data: {
    grantId: randomUUID(), memberId: randomUUID(), openedBy: 'ben', reason: 'emergency-treatment',
    openedAt: '2019-09-13T16:30:00.000Z', until: '2019-09-13T17:30:00.000Z',
  },
});
const reviewed = ({ data: { grantId, memberId } }: BreakGlassOpened): BreakGlassReviewed =>
  ({ type: 'BreakGlassReviewed', data: { grantId, memberId, outcome: 'justified', reviewedBy: 'petra', reviewedAt: '2019-09-13T16:40:00.000Z' } });
const mailsAbout = ({ data }: BreakGlassOpened): ParsedMail[] => scene.mail.mails.filter(({ text }) => text?.includes(data.grantId));
const stateOf = async ({ data }: BreakGlassOpened) =>
  (await scene.running.query<{ state: string; reason: string | null }>('SELECT state, reason FROM message WHERE occasion = $1', [data.grantId]))[0];
async function declare(actor: string, body: object): Promise<void> {
  const as = await scene.running.token('plan-administrator', { tenant: OtherServices.plan });
  expect((await scene.running.request('PUT', `/staff-contacts/${actor}`, { as, body })).status).toBe(200);
}

describe('whoever breaks the glass', () => {
  it('is not written about while no privacy officer is known, nor when somebody has reviewed it meanwhile', async () => {
    const grant = opened();
    await declare('carla', { email: 'carla@plan.example' });
    await others.say(grant);
    await eventually(async () => { expect(await stateOf(grant)).toEqual({ state: 'held', reason: 'no-address' }); });
    await others.say(reviewed(grant));
    await eventually(async () => { expect(await stateOf(grant)).toEqual({ state: 'cancelled', reason: 'reviewed' }); });
  });
  it('is told to the privacy officer of the plan, once for each grant, by a mail that says where it waits and nothing of the member', async () => {
    const [grant, later] = [opened(), opened()];
    await declare('paula', { email: 'paula@plan.example', privacyOfficer: true });
    await declare('peter', { email: 'peter@plan.example', privacyOfficer: true });
    const said = await others.say(grant);
    await eventually(async () => { expect(await stateOf(grant)).toMatchObject({ state: 'sent' }); });
    await others.sayAgain(said);
    await others.say({ ...grant, data: { ...grant.data } });
    await others.say(later);
    await eventually(async () => { expect(await stateOf(later)).toMatchObject({ state: 'sent' }); });
    const [mail, ...more] = mailsAbout(grant);
    expect([more, (mail!.to as { text: string }).text]).toEqual([[], 'peter@plan.example']);
    expect(mail!.text).toContain('http://127.0.0.1:3001/emergency-grants');
    expect(`${mail!.subject}${mail!.text}${String(mail!.html)}`).not.toContain(grant.data.memberId);
    expect((await scene.running.said('MessageSent')).filter(({ key }) => key === grant.data.memberId).map(({ data }) => data))
      .toEqual([{ memberId: grant.data.memberId, messageId: expect.anything(), template: 'emergency-review', recipientKind: 'privacy-officer', sentAt: expect.anything() }]);
  });
});
