import { randomUUID } from 'node:crypto';
import { tellable } from '@hhp/domain-kit';
import { eventually } from '@hhp/testing';
import { type Subject, Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.stop());

const canary = 'canary-7f3a';
const staff = () => stage.token('cbo-staff', { organization: stage.organizationId });
type Body = Readonly<Record<string, unknown>>;
const listed = async (as: string): Promise<Body[]> => (await stage.ask('GET', '/referrals', undefined, as)).body['referrals'] as Body[];
const lineOf = async ({ referralId }: Subject, as: string) => (await listed(as)).find((each) => each['referralId'] === referralId);
const look = ({ referralId }: Subject, as: string) => stage.ask('GET', `/referrals/${referralId}`, undefined, as);

/** A referral of which the care team knows more than its organization may. */
async function known(wish: Parameters<Stage['drafted']>[0] = {}): Promise<Subject> {
  const subject = await stage.drafted({ ownerId: canary, consented: false, ...wish });
  const { memberId } = subject;
  await stage.consents(stage.consent(memberId, { dataClasses: wish.dataClasses ?? ['general'], part2Complete: true }));
  await stage.does('send', subject.referralId, { channel: 'email' });
  await stage.does('use', subject.referralId, { used: false, on: '2019-09-11', source: 'member' });
  await stage.does('use', subject.referralId, { used: true, on: '2019-09-12', source: 'partner' });
  return subject;
}

describe('a referral, as the organization sees it', () => {
  it('holds what the allow-list names and nothing else: no need of the member beside it, no owner, no word of the member', async () => {
    const subject = await known();
    const { status, body } = await look(subject, await staff());
    expect(status).toBe(200);
    const allowed = [...tellable({ classes: [], labels: [] })];
    expect(Object.keys(body).filter((field) => !allowed.includes(field))).toEqual([]);
    expect(body).toMatchObject({
      referralId: subject.referralId, state: 'sent', need: 'goods', consent: { consentId: expect.any(String), version: 1 },
      said: { used: [{ value: true, on: '2019-09-12' }], applied: [], received: [] },
    });
    const line = await lineOf(subject, await staff());
    expect(Object.keys(line!).filter((field) => !allowed.includes(field))).toEqual([]);
    for (const seen of [body, line]) for (const secret of [canary, subject.memberId, subject.needId]) expect(JSON.stringify(seen)).not.toContain(secret);
    const answered = await stage.ask('POST', `/referrals/${subject.referralId}/acknowledgement`, {}, await staff());
    expect(Object.keys(answered.body).sort()).toEqual(['next', 'referralId', 'state']);
    expect(JSON.stringify((await look(subject, await stage.token('care-coordinator', {}))).body)).toContain(canary);
  });
  it('is a disclosure, once for each version of the consent however often it looks, and none when nothing is shown', async () => {
    const subject = await known();
    const shown = async () => (await stage.running.said('ReferralShown')).filter(({ key }) => key === subject.memberId).map(({ data }) => data);
    expect((await look(subject, await stage.token('cbo-staff', { organization: randomUUID() }))).status).toBe(404);
    await look(subject, await stage.token('care-coordinator', {}));
    expect(await shown()).toEqual([]);
    await Promise.all([look(subject, await staff()), look(subject, await staff()), listed(await staff())]);
    // On a slow machine what is known of consents may be too old for a moment; then nothing is shown, and nothing is said.
    const { consent } = await eventually(async () => {
      const { status, body } = await look(subject, await staff());
      expect(status).toBe(200);
      return body as { consent: { consentId: string } };
    });
    const { referralId, memberId, organizationId } = subject;
    expect(await shown()).toEqual([{
      disclosureId: expect.any(String), referralId, memberId, organizationId, dataClasses: ['general'], consentId: consent.consentId, consentVersion: 1,
      shownAt: expect.any(String),
    }]);
    const later = stage.consent(memberId);
    await stage.consents(later);
    await stage.say({ type: 'ConsentRevoked', data: { memberId, consentId: consent.consentId, revokedAt: Stage.thursday, inForceAt: Stage.thursday } });
    await eventually(async () => {
      expect((await look(subject, await staff())).body).toMatchObject({ consent: { consentId: later.data.consentId } });
    });
    expect((await shown()).map(({ consentId }) => consentId)).toEqual([consent.consentId, later.data.consentId]);
  });
  it('comes with the notice of Part 2 where it concerns substance use, and without it elsewhere', async () => {
    const notices = async (subject: Subject) => (await look(subject, await staff())).body['notice'];
    expect(await notices(await known({ dataClasses: ['general', 'sud'] }))).toMatchObject({ code: '42-CFR-2.32/2018', text: { en: expect.stringContaining('42 CFR part 2') } });
    expect(await notices(await known())).toBeUndefined();
  });
});

describe('a sensitive referral, within the care team', () => {
  it.each([
    ['sud', ['care-coordinator', 'cb-cme-supervisor']], ['hiv', ['care-coordinator', 'cb-cme-supervisor']],
    ['domestic-violence', ['care-coordinator', 'cb-cme-supervisor', 'housing-navigator']],
  ] as const)('of the label %s is there for %j alone, wherever it is read or moved', async (label, readers) => {
    const subject = await known({ dataClasses: ['general', label] });
    for (const role of ['care-coordinator', 'cb-cme-supervisor', 'housing-navigator', 'community-health-worker'] as const) {
      const as = await stage.token(role, { actor: canary });
      const work = (await stage.ask('GET', '/my-work', undefined, as)).body['work'] as Body[];
      const seen = [
        (await look(subject, as)).status === 200, (await lineOf(subject, as)) !== undefined, work.some(({ id }) => id === subject.referralId),
        (await stage.ask('POST', `/referrals/${subject.referralId}/follow-ups`, { ask: 'member', result: 'not-reached' }, as)).status === 202,
      ];
      expect([role, seen]).toEqual([role, Array(4).fill((readers as readonly string[]).includes(role))]);
    }
  });
  it('for a need whose name gives violence away tells of it, or is not drafted', async () => {
    await expect(stage.drafted({ needCategory: 'intimate-partner-violence' })).rejects.toThrow(/label-missing/);
    const subject = await stage.drafted({ needCategory: 'intimate-partner-violence', dataClasses: ['general', 'domestic-violence'], consented: false });
    await stage.consents(stage.consent(subject.memberId));
    expect((await stage.post(`/referrals/${subject.referralId}/send`, { channel: 'email' })).body).toMatchObject({ state: 'awaiting_consent' });
    await stage.consents(stage.consent(subject.memberId, { dataClasses: ['general', 'domestic-violence'] }));
    await stage.untilIn('ready', subject.referralId);
    await stage.does('send', subject.referralId, { channel: 'email' });
    const said = await stage.saidOf(subject.referralId);
    for (const type of ['ReferralDrafted', 'ReferralSent']) expect(said.find((each) => each.type === type)?.labels).toEqual(['domestic-violence']);
    expect(await lineOf(subject, await staff())).not.toHaveProperty('contact');
  });
});
