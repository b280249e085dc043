import { randomUUID } from 'node:crypto';
import { eventually } from '@hhp/testing';
import type { ParsedMail } from 'mailparser';
import type { Story } from '../examples.js';
import { OtherServices, Scene } from '../scene.js';
import { seal, unwrapKey } from '@hhp/messaging';

let scene: Scene;
let others: OtherServices;
beforeAll(async () => {
  scene = await Scene.open({ CONSENT_LEASE_MS: '60000' });
  ({ others } = scene);
  const as = await scene.running.token('plan-administrator', { tenant: OtherServices.plan });
  await scene.running.request('PUT', '/staff-contacts/coordinator-1', { as, body: { email: 'carla@plan.example' } });
}, 120_000);
beforeEach(() => { scene.begin(); });
afterEach(() => others.stopBeating());
afterAll(() => scene.close());

/** A member with an address of their own, and what else is said of them. */
async function aMember(about: Story, email: string | undefined = `${about.memberId}@people.example`): Promise<void> {
  const key = unwrapKey(others.masterKey, about.keyIssued.data.wrappedKey);
  const sealed = seal(key, about.memberId, { firstName: 'Albert', lastName: 'Reyes', language: 'es', ...(email ? { email } : {}) });
  await others.say(about.keyIssued, { type: 'MemberProfileSealed', data: { memberId: about.memberId, sealed } }, about.organizationListed, about.serviceListed);
  await eventually(async () => {
    expect(await scene.running.query('SELECT FROM known_profile JOIN known_key USING (member_id) WHERE member_id = $1', [about.memberId])).toHaveLength(1);
  });
}
const asks = async ({ memberId }: Story, tenant = OtherServices.plan) =>
  scene.running.request('POST', `/members/${memberId}/links`, { as: await scene.running.token('care-coordinator', { tenant }) });
const mailsTo = ({ memberId }: Story): ParsedMail[] => scene.mail.mails.filter(({ to }) => (to as { text: string }).text === `${memberId}@people.example`);
/** The member asks for a link; the path on our own server that came by mail. */
async function linkFor(about: Story): Promise<string> {
  const before = mailsTo(about).length;
  expect((await asks(about)).status).toBe(202);
  await eventually(async () => { expect(mailsTo(about)).toHaveLength(before + 1); await Promise.resolve(); });
  return /https:\/\/hhp\.example(\/m\/[\w-]+)/.exec(mailsTo(about).at(-1)!.text!)![1]!;
}
const look = async (path: string) => {
  const answer = await fetch(`${scene.running.url}${path}`);
  return { status: answer.status, text: await answer.text() };
};
const say = async (path: string, form: Record<string, string>) => {
  const answer = await fetch(`${scene.running.url}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, text: await answer.text() };
};
const known = ({ referralId }: Story) => eventually(async () => {
  expect(await scene.running.query('SELECT FROM known_referral WHERE referral_id = $1 AND channel IS NOT NULL', [referralId])).toHaveLength(1);
});

describe("the member's link", () => {
  it('comes by a mail without a word about them, and shows their referrals in plain words, none that carries a label, and nobody else', async () => {
    const [about, stranger] = [others.aStory(), others.aStory()];
    await aMember(about);
    await aMember(stranger);
    const hidden = { ...about.sent.data, referralId: randomUUID(), dataClasses: ['general', 'hiv'], needCategory: 'transportation-insecurity' };
    await others.say(about.drafted, about.sent, stranger.drafted, stranger.sent, { type: 'ReferralSent', data: hidden });
    await Promise.all([known(about), known(stranger), known({ ...about, referralId: hidden.referralId })]);
    const link = await linkFor(about);
    const mail = mailsTo(about)[0]!;
    expect(`${mail.subject}${mail.text}${String(mail.html)}`).not.toMatch(/Albert|Reyes|Food|coordinator-1/);
    const { status, text } = await look(link);
    expect([status, text]).toEqual([200, expect.stringMatching(/Food.*We asked SF-Marin Food Bank and wait/s)]);
    expect(text).not.toMatch(/A ride|Albert|Reyes/);
    for (const id of [about.memberId, hidden.referralId, stranger.referralId, stranger.memberId]) expect(text).not.toContain(id);
    expect((await look(`${link}?lang=es`)).text).toContain('Preguntamos a SF-Marin Food Bank');
    await others.say(about.accepted);
    await eventually(async () => { expect((await look(link)).text).toContain('SF-Marin Food Bank said yes.'); });
    for (const referralId of [hidden.referralId, stranger.referralId, randomUUID()]) {
      expect((await say(link, { referralId, answer: 'received' })).status).toBe(404);
    }
    expect(await scene.saidAbout(stranger, 'MemberAnswered')).toEqual([]);
    const rows = await scene.running.query<{ kind: string; actor: string; role: string; purpose: string }>(
      "SELECT DISTINCT kind, actor, role, purpose FROM audit_entry WHERE route IN ('GET /m/:token', 'POST /m/:token') AND kind = 'read' AND member_ids = ARRAY[$1::uuid]", [about.memberId]);
    expect(rows).toEqual([{ kind: 'read', actor: expect.stringMatching(/^link:[0-9a-f]{16}$/), role: 'member', purpose: 'member-request' }]);
  });
  it('takes whether the help came and was right, each word once, and what was not right reaches the coordinator', async () => {
    const about = others.aStory();
    const { referralId } = about;
    await aMember(about);
    await others.say(about.drafted, about.sent);
    await known(about);
    const link = await linkFor(about);
    expect((await say(link, { referralId, answer: 'received', on: '2019-09-14' })).status).toBe(422);
    expect((await say(link, { referralId, answer: 'received', on: '2019-02-31' })).status).toBe(422);
    expect((await say(link, { referralId, answer: 'whatever' })).status).toBe(400);
    await Promise.all([1, 2, 3].map(() => say(link, { referralId: referralId.toUpperCase(), answer: 'not-right', on: '' })));
    expect((await say(link, { referralId, answer: 'received', on: '2019-09-12' })).text).toContain('You told us that the help came.');
    expect((await scene.saidAbout(about, 'MemberAnswered')).map(({ data, version }) => [data['referralId'], data['answer'], data['on'], version]))
      .toEqual([[referralId, 'not-right', '2019-09-13', 1], [referralId, 'received', '2019-09-12', 2]]);
    await eventually(async () => {
      expect((await scene.mailsAbout(about)).map(({ text, to }) => [text, (to as { text: string }).text]))
        .toContainEqual([expect.stringContaining('the member says that it was not the right help'), 'carla@plan.example']);
    });
  });
  it('ends with its days, with the next one and with the person, and then reads like one that never was', async () => {
    const about = others.aStory();
    await aMember(about);
    const [first, second] = [await linkFor(about), await linkFor(about)];
    const none = await look(`/m/${'x'.repeat(43)}`);
    const mustBeGone = async (link: string) => { expect(await look(link)).toEqual(none); expect((await say(link, { referralId: about.referralId, answer: 'received' })).status).toBe(404); };
    expect(none.status).toBe(404);
    await mustBeGone(first);
    await mustBeGone(second.replace('/m/', '/m/x'));
    expect((await look(second)).status).toBe(200);
    expect((await look(second.replace('/m/', '/r/'))).status).toBe(404);
    scene.running.advance(15 * 86_400_000);
    await mustBeGone(second);
    const third = await linkFor(about);
    await scene.forget(about.memberId);
    await mustBeGone(third);
  });
  it('is sent for a member of the own plan alone, who has an address', async () => {
    const [about, silent] = [others.aStory(), others.aStory()];
    await aMember(about);
    await aMember(silent, '');
    expect((await asks(about, 'another-plan')).status).toBe(404);
    expect(await asks(silent)).toMatchObject({ status: 409, body: { code: 'no-address' } });
    expect(await scene.running.query('SELECT FROM link WHERE member_id = ANY ($1)', [[about.memberId, silent.memberId]])).toEqual([]);
  });
});
