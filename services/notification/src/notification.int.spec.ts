import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type RunningService, eventually, startForTest } from '@hhp/testing';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type Story, heartbeats, story } from './examples.js';
import { notificationService } from './service.js';

const masterKey = randomBytes(32);
const plan = 'golden-gate';
let running: RunningService;
let server: SMTPServer | undefined;
let port = 0;
let mails: ParsedMail[] = [];
/** What happens at the mail server before it answers: to the recipient's address, and to the whole mail. */
let atRecipient: () => Promise<void>;
let atMail: () => Promise<void>;
let beating: NodeJS.Timeout | undefined;

async function openMailServer(): Promise<void> {
  server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false, closeTimeout: 1,
    onRcptTo: (_to, _session, done) => { atRecipient().then(() => { done(); }, done); },
    onData: (stream, _session, done) => {
      text(stream).then(simpleParser).then(async (mail) => { mails.push(mail); await atMail(); done(); }).catch(done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((open) => { server!.listen(port, '127.0.0.1', open); });
  port = (server.server.address() as AddressInfo).port;
}
const closeMailServer = () => new Promise<void>((closed) => { if (server) server.close(closed); else closed(); });

/** Enrolment is alive: its heartbeats come. */
function beat(): void {
  const say = () => publish(...heartbeats(new Date()));
  void say();
  beating = setInterval(() => void say(), 400);
}
function stopBeating(): void {
  clearInterval(beating);
  beating = undefined;
}

const versions = new Map<string, number>();
type Said = Parameters<RunningService['publish']>[0][number]['event'];
/** Says facts as the other services would, each aggregate with its next version. */
async function publish(...events: Said[]): Promise<void> {
  await running.publish(events.map((event) => ({ event, tenant: plan, version: nextVersion(event) })));
}
function nextVersion({ type, data }: Said): number {
  const topicOf = /^Referral|^FollowUp/.test(type) ? 'referral' : /^Consent/.test(type) ? 'consent' : type;
  const about = data as Record<string, string>;
  const aggregate = `${topicOf} ${about.referralId ?? about.consentId ?? about.memberId ?? about.serviceId ?? about.organizationId}`;
  versions.set(aggregate, (versions.get(aggregate) ?? 0) + 1);
  return versions.get(aggregate)!;
}

const aStory = (...args: [Parameters<typeof story>[1]?]) => story({ newId: randomUUID, masterKey }, ...args);
const known = (about: Story) => publish(about.keyIssued, about.profileSealed, about.organizationListed, about.serviceListed, about.drafted);
interface MessageRow { id: string; template: string; state: string; reason: string | null; possible_repeats: number; attempts: number }
const rows = (about: Story) => running.query<MessageRow>('SELECT * FROM message WHERE referral_id = $1 ORDER BY created_at, id', [about.referralId]);
const saidAbout = async (about: Story, type: string) => (await running.said(type)).filter((each) => each.key === about.memberId);
/** The mails about this referral that the server took, told by their Message-IDs. */
async function mailsAbout(about: Story): Promise<ParsedMail[]> {
  const ids = (await rows(about)).map(({ id }) => `<${id}@health-homes.example>`);
  return mails.filter((mail) => ids.includes(mail.messageId ?? ''));
}
async function untilFirstIs(about: Story, state: string, within = 10_000): Promise<void> {
  await eventually(async () => { expect((await rows(about))[0]?.state).toBe(state); }, { within });
}
const linkIn = (mail: ParsedMail | undefined) => /https:\/\/hhp\.example(\/r\/[\w-]+)/.exec(mail?.text ?? '')![1]!;
/** The story until the organization has its mail; the link in it. */
async function invited(about: Story): Promise<string> {
  await known(about);
  await publish(about.granted, about.sent);
  await untilFirstIs(about, 'sent');
  return linkIn((await mailsAbout(about))[0]);
}
const post = (path: string, answer: Record<string, string>) => fetch(`${running.url}${path}`, { method: 'POST', body: new URLSearchParams(answer) });

beforeAll(async () => {
  await openMailServer();
  running = await startForTest(notificationService, {
    settings: {
      HHP_MASTER_KEY: masterKey.toString('base64'), SMTP_URL: `smtp://127.0.0.1:${port}`, PUBLIC_URL: 'https://hhp.example', SEND_TICK_MS: '50',
      MESSAGE_CLAIM_SECONDS: '2',
    },
  });
  running.at('2019-09-13T16:30:00Z');
}, 120_000);
beforeEach(() => {
  mails = [];
  atRecipient = atMail = () => Promise.resolve();
  beat();
});
afterEach(stopBeating);
afterAll(async () => {
  await running.stop();
  await closeMailServer();
});

describe('the mail to the organization (002-69)', () => {
  it('leaves once, however often the referral is said', async () => {
    const [about, later] = [aStory(), aStory()];
    await invited(about);
    await running.publish([{ event: about.sent, tenant: plan, version: 2 }]);
    await publish({ ...about.sent, data: { ...about.sent.data, sentAt: '2019-09-13T16:31:00.000Z' } });
    await invited(later);
    expect(await mailsAbout(about)).toHaveLength(1);
    expect(await saidAbout(about, 'MessageSent')).toMatchObject([{ data: { template: 'partner-invitation', recipientKind: 'partner' } }]);
    expect(await saidAbout(about, 'DisclosureMade')).toMatchObject([{ data: { consentId: about.consentId, dataClasses: ['general'], channel: 'email' } }]);
  });
  it('says what the organization needs to call, and no diagnosis and nothing about substance use', async () => {
    const about = aStory();
    await invited(about);
    const [mail] = await mailsAbout(about);
    expect(mail!.text).toMatch(/Albert Reyes.*415-555-0101.*Food.*Spanish/s);
    expect(`${mail!.subject}${mail!.text}${String(mail!.html)}`).not.toMatch(/diabetes|opioid|substance|91234567A|1961/i);
    expect(mail!.to).toMatchObject({ text: 'desk@foodbank.example' });
  });
  it('speaks of substance use where the consent names it', async () => {
    const about = aStory(['general', 'sud']);
    await invited(about);
    expect((await mailsAbout(about))[0]!.text).toContain('42 CFR part 2 prohibits');
  });
});

describe('without a consent that is known to be in force nothing leaves (002-71)', () => {
  it('is held while there is no consent, says so once, and leaves when it comes', async () => {
    const about = aStory();
    await known(about);
    await publish(about.sent);
    await untilFirstIs(about, 'queued');
    running.advance(6_000);
    await untilFirstIs(about, 'held');
    await publish({ ...about.granted, data: { ...about.granted.data, dataClasses: ['housing'] } });
    await eventually(async () => { expect(await rows(about)).toMatchObject([{ state: 'held', reason: 'consent-does-not-cover' }]); });
    expect(await mailsAbout(about)).toEqual([]);
    await publish(about.granted);
    await untilFirstIs(about, 'sent');
    expect(await saidAbout(about, 'MessageHeld')).toHaveLength(1);
  });
  it('is held when no heartbeat comes, and leaves when they come again', async () => {
    const about = aStory();
    stopBeating();
    await known(about);
    await publish(about.granted);
    await eventually(async () => { expect(await running.query('SELECT 1 FROM consent_lease WHERE ends_at > clock_timestamp()')).toEqual([]); });
    await publish(about.sent);
    await untilFirstIs(about, 'queued');
    running.advance(6_000);
    await untilFirstIs(about, 'held');
    expect(await rows(about)).toMatchObject([{ reason: 'consent-knowledge-stale' }]);
    expect(await mailsAbout(about)).toEqual([]);
    beat();
    await eventually(async () => { running.advance(500); expect((await rows(about))[0]!.state).toBe('sent'); });
    expect(await saidAbout(about, 'MessageHeld')).toMatchObject([{ data: { reason: 'consent-knowledge-stale' } }]);
  });
  it('does not leave when the consent is revoked before', async () => {
    const about = aStory();
    await closeMailServer();
    await known(about);
    await publish(about.granted, about.sent);
    await eventually(async () => { expect((await rows(about))[0]?.attempts).toBeGreaterThan(0); });
    await publish(about.revoked);
    await untilFirstIs(about, 'cancelled');
    await openMailServer();
    running.advance(600_000);
    await invited(aStory());
    expect(await mailsAbout(about)).toEqual([]);
    expect(await saidAbout(about, 'MessageHeld')).toMatchObject([{ data: { reason: 'consent-revoked' } }]);
  });
  it('does not leave when the consent is revoked while the mail server is already talked to', async () => {
    const about = aStory();
    await known(about);
    atRecipient = async () => {
      await publish(about.revoked);
      await eventually(async () => {
        expect(await running.query('SELECT 1 FROM known_consent WHERE consent_id = $1 AND revoked_at IS NOT NULL', [about.consentId])).toHaveLength(1);
      });
    };
    await publish(about.granted, about.sent);
    await untilFirstIs(about, 'cancelled');
    expect(await mailsAbout(about)).toEqual([]);
    expect(await saidAbout(about, 'DisclosureMade')).toEqual([]);
  });
  it('is not sent any more when the referral has ended', async () => {
    const about = aStory();
    await closeMailServer();
    await known(about);
    await publish(about.granted, about.sent, about.closed);
    await untilFirstIs(about, 'cancelled');
    await openMailServer();
  });
});

describe('a mail server that fails', () => {
  it('gets the message once when it is up again, under the same Message-ID', async () => {
    const about = aStory();
    await closeMailServer();
    await known(about);
    await publish(about.granted, about.sent);
    await eventually(async () => { expect((await rows(about))[0]?.attempts).toBeGreaterThan(0); });
    await openMailServer();
    running.advance(600_000);
    await untilFirstIs(about, 'sent');
    expect(await mailsAbout(about)).toHaveLength(1);
    expect((await rows(about))[0]).toMatchObject({ possible_repeats: 0 });
  });
  it('gets it again, the same mail, when we die between its 250 and our record; that is counted', async () => {
    const about = aStory();
    atMail = () => running.query(`CREATE FUNCTION dying() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''dead''; END';
      CREATE TRIGGER dying BEFORE UPDATE ON message FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION dying()`).then(() => undefined);
    await known(about);
    await publish(about.granted, about.sent);
    await eventually(async () => { expect(await mailsAbout(about)).toHaveLength(1); });
    atMail = () => Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await running.query('DROP FUNCTION dying CASCADE');
    running.advance(60_000);
    await untilFirstIs(about, 'sent');
    const [first, second] = await mailsAbout(about);
    expect(second!.messageId).toBe(first!.messageId);
    expect(linkIn(second)).toBe(linkIn(first));
    expect(await rows(about)).toMatchObject([{ possible_repeats: 1 }]);
    expect(await saidAbout(about, 'DisclosureMade')).toHaveLength(1);
  });
});

describe('the reminder to the care team (002-110)', () => {
  it('goes to the coordinator and then the supervisor, without a word about the member', async () => {
    const about = aStory();
    const administrator = await running.token('plan-administrator', { tenant: plan });
    for (const [actor, body] of [['coordinator-1', { email: 'carla@plan.example', supervisor: 'supervisor-1' }], ['supervisor-1', { email: 'sam@plan.example' }]] as const) {
      expect((await running.request('PUT', `/staff-contacts/${actor}`, { as: administrator, body })).status).toBe(200);
    }
    await publish(about.drafted, about.due('member', 'member-promise'), about.escalated);
    await eventually(async () => { expect(await mailsAbout(about)).toHaveLength(2); });
    const sent = await mailsAbout(about);
    expect(sent.map((mail) => (mail.to as { text: string }).text).sort()).toEqual(['carla@plan.example', 'sam@plan.example']);
    for (const mail of sent) expect(`${mail.subject}${mail.text}`).not.toMatch(/Albert|415|Food/);
  });
});

describe("the organization's page", () => {
  it('is not used up by a mail scanner that follows the link ten times; each look is in the audit', async () => {
    const about = aStory();
    const link = await invited(about);
    for (let scan = 0; scan < 10; scan++) {
      const answer = await fetch(`${running.url}${link}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Albert Reyes');
    }
    expect(await saidAbout(about, 'PartnerAnswered')).toEqual([]);
    expect((await post(link, { answer: 'accept' })).status).toBe(200);
  });
  it('takes each kind of answer once, shows the same for the same, and is then used up', async () => {
    const about = aStory();
    const link = await invited(about);
    for (const answer of ['acknowledge', 'acknowledge', 'accept', 'accept', 'acknowledge']) {
      expect([answer, (await post(link, { answer, expectedStartOn: '', reason: '' })).status]).toEqual([answer, 200]);
    }
    expect((await post(link, { answer: 'decline', reason: 'no_capacity' })).status).toBe(409);
    expect((await saidAbout(about, 'PartnerAnswered')).map((each) => [(each.data as { answer: string }).answer, each.version])).toEqual([['acknowledge', 1], ['accept', 2]]);
    const [used, unknown] = await Promise.all([fetch(`${running.url}${link}`), fetch(`${running.url}/r/${'x'.repeat(43)}`)]);
    expect([used.status, await used.text()]).toEqual([404, await unknown.text()]);
  });
  it('says one answer when twenty are pressed at once', async () => {
    const about = aStory();
    const link = await invited(about);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => post(link, at % 2 ? { answer: 'accept' } : { answer: 'decline', reason: 'no_capacity' })));
    expect(answers.map((each) => each.status).filter((status) => status === 200)).toHaveLength(10);
    expect(await saidAbout(about, 'PartnerAnswered')).toHaveLength(1);
  });
  it('asks again for a missing reason, in Spanish where that is wanted', async () => {
    const link = await invited(aStory());
    const answer = await post(`${link}?lang=es`, { answer: 'decline' });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Elija, por favor, por qué no pueden ayudar.')]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
  it('closes with the consent, and after its days', async () => {
    const [about, other] = [aStory(), aStory()];
    const [link, otherLink] = [await invited(about), await invited(other)];
    await publish(about.revoked);
    await eventually(async () => { expect((await fetch(`${running.url}${link}`)).status).toBe(404); });
    expect((await post(link, { answer: 'accept' })).status).toBe(404);
    running.advance(15 * 86_400_000);
    expect((await fetch(`${running.url}${otherLink}`)).status).toBe(404);
  });
});

describe('what became of messages', () => {
  it('is listed for the care team of the plan, without what they said', async () => {
    const about = aStory();
    await invited(about);
    const list = async (tenant: string) => running.request('GET', `/messages?referralId=${about.referralId}`, { as: await running.token('care-coordinator', { tenant }) });
    const { body } = await list(plan);
    expect(body).toMatchObject({ messages: [{ template: 'partner-invitation', state: 'sent', possibleRepeats: 0 }] });
    expect(JSON.stringify(body)).not.toMatch(/Albert|415|token/);
    expect((await list('another-plan')).body).toEqual({ messages: [] });
  });
});
