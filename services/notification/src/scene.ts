import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { DataClass } from '@hhp/contracts';
import { publishTombstones } from '@hhp/messaging';
import { type Running, type Said, eventually, startForTest, testServers } from '@hhp/testing';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type Story, heartbeats, story } from './examples.js';
import { notificationService } from './service.js';

/** A real mail server that keeps what it took. What happens before it answers can be set. */
export class MailServer {
  mails: ParsedMail[] = [];
  atRecipient: () => Promise<unknown> = () => Promise.resolve();
  atMail: () => Promise<unknown> = () => Promise.resolve();
  /** Told of each mail that was taken: its message, and when its first bytes were there. */
  atBytes: (messageId: string, at: number) => void = () => undefined;
  port = 0;
  private server: SMTPServer | undefined;

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true, disabledCommands: ['STARTTLS'], logger: false, closeTimeout: 1,
      onRcptTo: (_to, _session, done) => { this.atRecipient().then(() => { done(); }, done); },
      onData: (stream, _session, done) => { this.take(stream).then(() => { done(); }, done); },
    });
    server.on('error', () => undefined);
    await new Promise<void>((open) => { server.listen(this.port, '127.0.0.1', open); });
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  close(): Promise<void> {
    return new Promise((closed) => { if (this.server) this.server.close(closed); else closed(); });
  }

  /** The link in a mail, as the path on our own server. */
  static linkIn(mail: ParsedMail | undefined): string {
    return /https:\/\/hhp\.example(\/r\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? 'no link';
  }

  private async take(stream: Readable): Promise<void> {
    let [at, content] = [0, ''];
    for await (const chunk of stream) {
      at ||= Date.now();
      content += String(chunk);
    }
    const mail = await simpleParser(content);
    this.atBytes(/^<([\w-]+)@/.exec(mail.messageId ?? '')?.[1] ?? '', at);
    this.mails.push(mail);
    await this.atMail();
  }
}

interface Fact {
  readonly type: string;
  readonly data: object;
}
interface Saying {
  readonly event: Fact;
  readonly tenant: string;
  readonly version: number;
}

/** The other services, as this one hears them: enrolment's heartbeats, and facts with the versions that they count. */
export class OtherServices {
  static readonly plan = 'golden-gate';
  readonly masterKey = randomBytes(32);
  private readonly versions = new Map<string, number>();
  private beating: AbortController | undefined;
  private beat: Promise<void> | undefined;

  constructor(private readonly running: () => Pick<Running, 'publish'>) {}

  aStory = (dataClasses?: readonly DataClass[]): Story => story({ newId: randomUUID, masterKey: this.masterKey }, dataClasses);

  /** Answers how the facts were said, so that they can be repeated. */
  async say(...facts: Fact[]): Promise<Saying[]> {
    const said = facts.map((event) => ({ event, tenant: OtherServices.plan, version: this.nextVersion(event) }));
    await this.running().publish(said);
    return said;
  }

  sayAgain(said: readonly Saying[]): Promise<void> {
    return this.running().publish(said);
  }

  async known(about: Story): Promise<void> {
    await this.say(about.keyIssued, about.profileSealed, about.organizationListed, about.serviceListed, about.drafted);
  }

  startBeating(): void {
    this.beating = new AbortController();
    this.beat = this.beatUntil(this.beating.signal);
  }

  /** Stops, and waits for the beat that is on its way. */
  async stopBeating(): Promise<void> {
    this.beating?.abort();
    await this.beat;
  }

  /** One after the other, so that a slow broker is not buried under them. */
  private async beatUntil(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await this.say(...heartbeats(new Date())).catch(() => undefined);
      await setTimeout(400, undefined, { signal: stopped }).catch(() => undefined);
    }
  }

  private nextVersion({ type, data }: Fact): number {
    const { grantId, referralId, consentId, memberId, serviceId, organizationId } = data as Record<string, string | undefined>;
    const topic = /^Referral|^FollowUp/.test(type) ? 'referral' : type.replace(/Granted|Revoked|Opened|Reviewed/, '');
    const aggregate = `${topic} ${grantId ?? referralId ?? consentId ?? memberId ?? serviceId ?? organizationId}`;
    const version = (this.versions.get(aggregate) ?? 0) + 1;
    this.versions.set(aggregate, version);
    return version;
  }
}

export interface MessageRow {
  readonly id: string;
  readonly template: string;
  readonly state: string;
  readonly reason: string | null;
  readonly possible_repeats: number;
  readonly attempts: number;
}

/** The service between its neighbours and a mail server, on a Friday morning; for one suite. */
export class Scene {
  readonly mail = new MailServer();
  readonly others = new OtherServices(() => this.running);

  private constructor(private started: Running | undefined) {}

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<Scene> {
    const scene = new Scene(undefined);
    await scene.mail.open();
    scene.started = await startForTest(notificationService, {
      settings: {
        HHP_MASTER_KEY: scene.others.masterKey.toString('base64'), SMTP_URL: `smtp://127.0.0.1:${scene.mail.port}`,
        PUBLIC_URL: 'https://hhp.example', SEND_TICK_MS: '50', MESSAGE_CLAIM_SECONDS: '2', ...settings,
      },
    });
    scene.running.at('2019-09-13T16:30:00Z');
    return scene;
  }

  get running(): Running {
    if (!this.started) throw new Error('The scene is not open');
    return this.started;
  }

  /** Before each test: no mail yet, a mail server without a will of its own, and enrolment alive. */
  begin(): void {
    this.mail.mails = [];
    this.mail.atRecipient = this.mail.atMail = () => Promise.resolve();
    this.others.startBeating();
  }

  async close(): Promise<void> {
    await this.others.stopBeating();
    await this.started?.stop();
    await this.mail.close();
  }

  /** What is known of consents is too old from now on: every beat was read, so none renews the lease that is ended here. */
  async endLease(): Promise<void> {
    await this.others.stopBeating();
    const as = await this.running.token('operator');
    await eventually(async () => {
      const { body } = await this.running.request('GET', '/operations/status', { as });
      const { readers } = body as { readers: { topic: string; lag: number }[] };
      expect(readers.filter(({ topic, lag }) => topic === 'hhp.consent' && lag > 0)).toEqual([]);
    }, { within: 60_000 });
    await this.running.query("UPDATE consent_lease SET ends_at = now() - interval '1 second'");
  }

  /** Enrolment shreds the key of a person. */
  async forget(memberId: string): Promise<void> {
    const [database] = await this.running.query<{ name: string }>('SELECT current_database() AS name');
    const place = { brokers: testServers().brokers, topicPrefix: `${database!.name}.` };
    for (const topic of ['hhp.member-key', 'hhp.member-profile'] as const) await publishTombstones(place, topic, [memberId], OtherServices.plan);
    await eventually(async () => {
      expect(await this.running.query('SELECT 1 FROM known_key WHERE member_id = $1 AND wrapped_key IS NULL', [memberId])).toHaveLength(1);
    });
  }

  rows(about: Story): Promise<MessageRow[]> {
    return this.running.query<MessageRow>('SELECT * FROM message WHERE referral_id = $1 ORDER BY created_at, id', [about.referralId]);
  }

  async saidAbout(about: Story, type: string): Promise<Said[]> {
    return (await this.running.said(type)).filter((each) => each.key === about.memberId);
  }

  /** The mails about this referral that the server took, told by their Message-IDs. */
  async mailsAbout(about: Story): Promise<ParsedMail[]> {
    const ids = (await this.rows(about)).map(({ id }) => `<${id}@health-homes.example>`);
    return this.mail.mails.filter((mail) => ids.includes(mail.messageId ?? ''));
  }

  async untilFirstIs(about: Story, state: string): Promise<void> {
    await eventually(async () => { expect((await this.rows(about))[0]?.state).toBe(state); });
  }

  /** The story until the organization has its mail; the link in it. */
  async invited(about: Story): Promise<string> {
    await this.others.known(about);
    await this.others.say(about.granted, about.sent);
    await this.untilFirstIs(about, 'sent');
    return MailServer.linkIn((await this.mailsAbout(about))[0]);
  }
}
