import { Clock } from '@hhp/domain-kit';
import { MailServer, OtherServices, Scene } from '../scene.js';
import { eventually } from '@hhp/testing';
import { SETTINGS } from '@hhp/service-host';
import { Letters } from './letters.js';
import { MessageCommands } from './message.commands.js';
import { Sender } from './sender.js';

let scene: Scene;
let mail: MailServer;
let others: OtherServices;
beforeAll(async () => {
  // Long enough for a busy machine; short enough to see it end.
  scene = await Scene.open({ CONSENT_LEASE_MS: '5000' });
  ({ mail, others } = scene);
}, 120_000);
beforeEach(() => { scene.begin(); });
afterEach(() => others.stopBeating());
afterAll(() => scene.close());

const untilTried = (about: Parameters<Scene['rows']>[0]) =>
  eventually(async () => { expect((await scene.rows(about))[0]?.attempts).toBeGreaterThan(0); });

describe('the mail to the organization (002-69)', () => {
  it('leaves once, however often the referral is said', async () => {
    const [about, later] = [others.aStory(), others.aStory()];
    await scene.invited(about);
    await scene.running.publish([{ event: about.sent, tenant: OtherServices.plan, version: 2 }]);
    await others.say({ ...about.sent, data: { ...about.sent.data, sentAt: '2019-09-13T16:31:00.000Z' } });
    await scene.invited(later);
    expect(await scene.mailsAbout(about)).toHaveLength(1);
    expect(await scene.saidAbout(about, 'MessageSent')).toMatchObject([{ data: { template: 'partner-invitation', recipientKind: 'partner' } }]);
    expect(await scene.saidAbout(about, 'DisclosureMade'))
      .toMatchObject([{ data: { consentId: about.consentId, dataClasses: ['general'], channel: 'email' } }]);
  });
  it('says what the organization needs to call, and no diagnosis and nothing about substance use', async () => {
    const about = others.aStory();
    await scene.invited(about);
    const [sent] = await scene.mailsAbout(about);
    expect(sent!.text).toMatch(/Albert Reyes.*415-555-0101.*Food.*Spanish/s);
    expect(`${sent!.subject}${sent!.text}${String(sent!.html)}`).not.toMatch(/diabetes|opioid|substance|91234567A|1961/i);
    expect(sent!.to).toMatchObject({ text: 'desk@foodbank.example' });
  });
  it('speaks of substance use where the consent names it', async () => {
    const about = others.aStory(['general', 'sud']);
    await scene.invited(about);
    expect((await scene.mailsAbout(about))[0]!.text).toContain('42 CFR part 2 prohibits');
  });
});

describe('without a consent that is known to be in force nothing leaves (002-71)', () => {
  it('is held while there is no consent, says so once, and leaves when it comes', async () => {
    const about = others.aStory();
    await others.known(about);
    await others.say(about.sent);
    await scene.untilFirstIs(about, 'queued');
    scene.running.advance(6_000);
    await scene.untilFirstIs(about, 'held');
    await others.say({ ...about.granted, data: { ...about.granted.data, dataClasses: ['housing'] } });
    await eventually(async () => { expect(await scene.rows(about)).toMatchObject([{ state: 'held', reason: 'consent-does-not-cover' }]); });
    expect(await scene.mailsAbout(about)).toEqual([]);
    await others.say(about.granted);
    await scene.untilFirstIs(about, 'sent');
    expect(await scene.saidAbout(about, 'MessageHeld')).toHaveLength(1);
  });
  it('is held when no heartbeat comes, and leaves when they come again', async () => {
    const about = others.aStory();
    await others.stopBeating();
    await others.known(about);
    await others.say(about.granted);
    await eventually(async () => { expect(await scene.running.query('SELECT 1 FROM consent_lease WHERE ends_at > clock_timestamp()')).toEqual([]); });
    await others.say(about.sent);
    await scene.untilFirstIs(about, 'queued');
    scene.running.advance(6_000);
    await scene.untilFirstIs(about, 'held');
    expect(await scene.rows(about)).toMatchObject([{ reason: 'consent-knowledge-stale' }]);
    expect(await scene.mailsAbout(about)).toEqual([]);
    others.startBeating();
    await eventually(async () => { scene.running.advance(500); expect((await scene.rows(about))[0]!.state).toBe('sent'); });
    expect(await scene.saidAbout(about, 'MessageHeld')).toMatchObject([{ data: { reason: 'consent-knowledge-stale' } }]);
  });
  it('does not leave when the consent is revoked before', async () => {
    const about = others.aStory();
    await mail.close();
    await others.known(about);
    await others.say(about.granted, about.sent);
    await untilTried(about);
    await others.say(about.revoked);
    await scene.untilFirstIs(about, 'cancelled');
    await mail.open();
    scene.running.advance(600_000);
    await scene.invited(others.aStory());
    expect(await scene.mailsAbout(about)).toEqual([]);
    expect(await scene.saidAbout(about, 'MessageHeld')).toMatchObject([{ data: { reason: 'consent-revoked' } }]);
  });
  it('does not leave when the consent is revoked while the mail server is already talked to', async () => {
    const about = others.aStory();
    await others.known(about);
    mail.atRecipient = async () => {
      await others.say(about.revoked);
      await eventually(async () => {
        expect(await scene.running.query('SELECT 1 FROM known_consent WHERE consent_id = $1 AND revoked_at IS NOT NULL', [about.consentId])).toHaveLength(1);
      });
    };
    await others.say(about.granted, about.sent);
    await scene.untilFirstIs(about, 'cancelled');
    expect(await scene.mailsAbout(about)).toEqual([]);
    expect(await scene.saidAbout(about, 'DisclosureMade')).toEqual([]);
  });
  it('does not leave when the heartbeats stop while the mail server is already talked to', async () => {
    const about = others.aStory();
    await others.known(about);
    mail.atRecipient = async () => {
      await others.stopBeating();
      await eventually(async () => { expect(await scene.running.query('SELECT 1 FROM consent_lease WHERE ends_at > clock_timestamp()')).toEqual([]); });
    };
    await others.say(about.granted, about.sent);
    await eventually(async () => { expect(await scene.rows(about)).toMatchObject([{ reason: 'consent-knowledge-stale' }]); });
    expect([await scene.mailsAbout(about), await scene.saidAbout(about, 'DisclosureMade')]).toEqual([[], []]);
  });
  it('is not sent any more when the referral has ended', async () => {
    const about = others.aStory();
    await mail.close();
    await others.known(about);
    await others.say(about.granted, about.sent, about.closed);
    await scene.untilFirstIs(about, 'cancelled');
    await mail.open();
  });
  it('is never sent once the person is forgotten, and their key is gone here too', async () => {
    const about = others.aStory();
    await mail.close();
    await others.known(about);
    await others.say(about.granted, about.sent);
    await untilTried(about);
    await scene.forget(about.memberId);
    await mail.open();
    scene.running.advance(600_000);
    await scene.untilFirstIs(about, 'cancelled');
    expect(await scene.mailsAbout(about)).toEqual([]);
    expect(await scene.running.query('SELECT wrapped_key FROM known_key WHERE member_id = $1', [about.memberId])).toEqual([{ wrapped_key: null }]);
  });
});

describe('a mail server that fails', () => {
  it('gets the message once when it is up again, under the same Message-ID', async () => {
    const about = others.aStory();
    await mail.close();
    await others.known(about);
    await others.say(about.granted, about.sent);
    await untilTried(about);
    await mail.open();
    scene.running.advance(600_000);
    await scene.untilFirstIs(about, 'sent');
    expect(await scene.mailsAbout(about)).toHaveLength(1);
    expect((await scene.rows(about))[0]).toMatchObject({ possible_repeats: 0 });
  });
  it('gets it again, the same mail, when we die between its 250 and our record; that is counted', async () => {
    const about = others.aStory();
    mail.atMail = () => scene.running.query(`CREATE FUNCTION dying() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''dead''; END';
      CREATE TRIGGER dying BEFORE UPDATE ON message FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION dying()`);
    await others.known(about);
    await others.say(about.granted, about.sent);
    await eventually(async () => { expect(await scene.mailsAbout(about)).toHaveLength(1); });
    mail.atMail = () => Promise.resolve();
    // As long as the sender lives it tries to record; it gives up with its claim.
    await new Promise((resolve) => { setTimeout(resolve, 2_500); });
    await scene.running.query('DROP FUNCTION dying CASCADE');
    scene.running.advance(60_000);
    await scene.untilFirstIs(about, 'sent');
    const [first, second] = await scene.mailsAbout(about);
    expect(second!.messageId).toBe(first!.messageId);
    expect(MailServer.linkIn(second)).toBe(MailServer.linkIn(first));
    expect(await scene.rows(about)).toMatchObject([{ possible_repeats: 1 }]);
    expect(await scene.saidAbout(about, 'DisclosureMade')).toHaveLength(1);
  });
});

describe('several senders at once', () => {
  it('send each message once', async () => {
    const { running } = scene;
    const senders = Array.from({ length: 3 }, () =>
      new Sender(running.get(MessageCommands), running.get(Letters), running.get(Clock), running.get(SETTINGS as never)));
    const stories = Array.from({ length: 20 }, () => others.aStory());
    mail.atRecipient = () => new Promise((resolve) => { setTimeout(resolve, 50); });
    for (const each of senders) each.start();
    await others.say(...stories.flatMap((about) => [about.keyIssued, about.profileSealed, about.organizationListed, about.drafted, about.granted, about.sent]));
    for (const about of stories) await scene.untilFirstIs(about, 'sent');
    await Promise.all(senders.map((each) => each.stop()));
    expect(mail.mails.map(({ messageId }) => messageId).sort()).toEqual((await Promise.all(stories.map((about) => scene.rows(about))))
      .map(([row]) => `<${row!.id}@health-homes.example>`).sort());
  });
});

describe('a person who cannot be read', () => {
  it('holds up nobody else', async () => {
    const [broken, well] = [others.aStory(), others.aStory()];
    await others.say({ ...broken.keyIssued, data: { ...broken.keyIssued.data, wrappedKey: well.keyIssued.data.wrappedKey } });
    await others.say(broken.profileSealed, broken.organizationListed, broken.serviceListed, broken.drafted, broken.granted, broken.sent);
    await untilTried(broken);
    await scene.invited(well);
    expect(await scene.mailsAbout(broken)).toEqual([]);
    expect(await scene.rows(broken)).toMatchObject([{ state: 'held', reason: 'letter-not-written' }]);
    expect(await scene.saidAbout(broken, 'MessageHeld')).toMatchObject([{ data: { reason: 'letter-not-written' } }]);
    expect(await scene.saidAbout(broken, 'DisclosureMade')).toEqual([]);
  });
});

describe('what became of messages', () => {
  it('is listed for the care team of the plan, without what they said', async () => {
    const about = others.aStory();
    await scene.invited(about);
    const list = async (tenant: string) =>
      scene.running.request('GET', `/messages?referralId=${about.referralId}`, { as: await scene.running.token('care-coordinator', { tenant }) });
    const { body } = await list(OtherServices.plan);
    expect(body).toMatchObject({ messages: [{ template: 'partner-invitation', state: 'sent', possibleRepeats: 0 }] });
    expect(JSON.stringify(body)).not.toMatch(/Albert|415|token/);
    expect((await list('another-plan')).body).toEqual({ messages: [] });
  });
});
