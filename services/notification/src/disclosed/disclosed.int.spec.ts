import { randomUUID } from 'node:crypto';
import type { ConsentGranted, DataClass } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import type { Story } from '../examples.js';
import { MailServer, OtherServices, Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await Scene.open(); });
beforeEach(() => { scene.begin(); });
afterEach(() => scene.others.stopBeating());
afterAll(() => scene.close());

const everything = (mails: Awaited<ReturnType<Scene['mailsAbout']>>): string => mails.map((mail) => `${mail.subject} ${mail.text} ${String(mail.html)}`).join();
const consent = ({ granted }: Story, change: Partial<ConsentGranted['data']> = {}): ConsentGranted =>
  ({ ...granted, data: { ...granted.data, ...change } });
const told = async (about: Story, template: string) => (await scene.rows(about)).filter((row) => row.template === template);

describe('a mail and its page', () => {
  it('tell the minimum, the consent with its version, and nothing else of the profile', async () => {
    const about = scene.others.aStory();
    const link = await scene.invited(about);
    const { body } = await scene.running.request('GET', link) as { body: unknown };
    for (const text of [everything(await scene.mailsAbout(about)), String(body)]) {
      expect(text).toContain('Albert Reyes');
      expect(text).toContain(`${about.consentId}, version 1`);
      expect(text).not.toMatch(/91234567A|1961|diabet|opioid|part 2/i);
      expect(text).not.toContain(about.memberId);
    }
    await eventually(async () => {
      expect((await scene.saidAbout(about, 'DisclosureMade')).map(({ data }) => data)).toMatchObject([{ consentId: about.consentId, consentVersion: 1 }]);
    });
  });
});

describe('what an organization looks at by itself', () => {
  it('is, on the page of its link, what its mail told, and under another consent a disclosure of its own, once', async () => {
    const [about, consentId] = [scene.others.aStory(), randomUUID()];
    const link = await scene.invited(about);
    const look = async () => (await scene.running.request('GET', link)).body as unknown as string;
    await look();
    await scene.others.say(consent(about, { consentId }), about.revoked);
    await eventually(async () => { expect(await look()).toContain(`${consentId}, version 1`); }, { within: 20_000 });
    await Promise.all([look(), look()]);
    await eventually(async () => { expect(await told(about, 'partner-withdrawal')).toMatchObject([{ state: 'sent' }]); }, { within: 20_000 });
    expect((await scene.saidAbout(about, 'DisclosureMade')).map(({ data }) => [data['channel'], data['consentId']]))
      .toEqual([['email', about.consentId], ['page', consentId]]);
  });
  it('is in the account when it was by the API, with the notice that went with it', async () => {
    const { memberId, referralId, organizationId, consentId } = scene.others.aStory();
    const disclosureId = randomUUID();
    const shown = { disclosureId, referralId, memberId, organizationId, dataClasses: ['general', 'sud'], consentId, consentVersion: 2, shownAt: '2019-09-13T16:30:00.000Z' };
    const said = { event: { type: 'ReferralShown', data: shown }, tenant: OtherServices.plan, version: 1 };
    await scene.others.sayAgain([said]);
    await scene.others.sayAgain([said]);
    await eventually(async () => {
      expect((await scene.running.said('DisclosureMade')).filter(({ key }) => key === memberId).map(({ data }) => data)).toEqual([{
        disclosureId, memberId, referralId, recipientOrganizationId: organizationId, dataClasses: ['general', 'sud'], purpose: 'care-coordination', consentId,
        consentVersion: 2, notice: '42-CFR-2.32/2018', channel: 'api', disclosedAt: '2019-09-13T16:30:00.000Z',
      }]);
    }, { within: 20_000 });
  });
});

describe('Susan (42 CFR part 2)', () => {
  const classes: readonly DataClass[] = ['general', 'sud'];
  it("'s substance use is told to nobody whom no complete consent of hers names for it", async () => {
    const about = scene.others.aStory(classes);
    await scene.others.known(about);
    const other = randomUUID();
    await scene.others.say(
      consent(about, { consentId: randomUUID(), dataClasses: ['general'] }), consent(about, { consentId: randomUUID(), part2Complete: false }),
      consent(about, { consentId: randomUUID(), part2Elements: ['patient-name'] }), consent(about, { consentId: randomUUID(), recipientOrganizationId: other }),
      consent(about, { consentId: randomUUID(), purpose: 'treatment' }), consent(about, { consentId: randomUUID(), recipientOrganizationId: undefined, recipientClass: 'shelter' }),
      about.sent);
    await eventually(async () => { expect(await scene.rows(about)).toMatchObject([{ state: 'held' }]); }, { within: 20_000 });
    expect(scene.mail.mails).toEqual([]);
    await scene.others.say(about.granted);
    await scene.untilFirstIs(about, 'sent');
    const text = everything(await scene.mailsAbout(about));
    expect(text).toMatch(/substance use.*42 CFR part 2 prohibits/s);
    expect(text).toContain(`${about.consentId}, version 1`);
    expect(text).not.toMatch(/opioid|overdose|diabet/i);
    await eventually(async () => {
      expect(await scene.saidAbout(about, 'DisclosureMade')).toMatchObject([{ data: { notice: '42-CFR-2.32/2018', consentVersion: 1 }, labels: ['sud'] }]);
    });
  });
});

describe('a consent that is taken back after something was told under it', () => {
  it('is told to who holds it, once and without content; the link is dead and what was disclosed stays in the account', async () => {
    const about = scene.others.aStory();
    const link = await scene.invited(about);
    await scene.others.say(about.revoked);
    await eventually(async () => { expect(await told(about, 'partner-withdrawal')).toMatchObject([{ state: 'sent' }]); }, { within: 20_000 });
    const notice = (await scene.mailsAbout(about))[1]!;
    expect(notice.subject).toBe('A permission was withdrawn');
    expect(everything([notice])).not.toMatch(/Albert|Reyes|415|Food\b(?! Bank)|Spanish/);
    expect(MailServer.linkIn(notice)).toBe('no link');
    expect((await scene.running.request('GET', link)).status).toBe(404);
    expect(await scene.saidAbout(about, 'DisclosureMade')).toHaveLength(1);
    await scene.others.say(about.revoked, about.closed);
    await eventually(async () => { expect(await scene.running.query('SELECT 1 FROM known_referral WHERE referral_id = $1 AND ended', [about.referralId])).toHaveLength(1); });
    expect(await told(about, 'partner-withdrawal')).toHaveLength(1);
  });
  it('while the mail is on the wire is told right after it', async () => {
    const about = scene.others.aStory();
    await scene.others.known(about);
    let revoked: Promise<unknown> | undefined;
    scene.mail.atMail = async () => {
      revoked ??= scene.others.say(about.revoked);
      await revoked;
      await eventually(async () => { expect(await told(about, 'partner-withdrawal')).toHaveLength(1); }, { within: 20_000 });
    };
    await scene.others.say(about.granted, about.sent);
    await eventually(async () => { expect((await scene.rows(about)).map(({ state }) => state)).toEqual(['sent', 'sent']); }, { within: 30_000 });
    expect((await scene.mailsAbout(about)).map(({ subject }) => subject)).toEqual([expect.stringContaining('please answer'), 'A permission was withdrawn']);
  });
  it('before anything was told is told to nobody', async () => {
    const about = scene.others.aStory();
    await scene.others.known(about);
    scene.mail.atRecipient = () => Promise.reject(Object.assign(new Error('busy'), { responseCode: 450 }));
    await scene.others.say(about.granted, about.sent);
    await eventually(async () => { expect((await scene.rows(about))[0]?.attempts).toBeGreaterThan(0); });
    await scene.others.say(about.revoked);
    await eventually(async () => { expect(await scene.rows(about)).toMatchObject([{ state: 'cancelled' }]); });
    expect(await scene.saidAbout(about, 'DisclosureMade')).toEqual([]);
  });
});
