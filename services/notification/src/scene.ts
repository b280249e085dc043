import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DataClass } from '@hhp/contracts';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { heartbeats, story } from './examples.js';

/** A real mail server that keeps what it took; for specs. What happens before it answers can be set. */
export class MailServer {
  mails: ParsedMail[] = [];
  atRecipient: () => Promise<unknown> = () => Promise.resolve();
  atMail: () => Promise<unknown> = () => Promise.resolve();
  port = 0;
  private server: SMTPServer | undefined;

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true, disabledCommands: ['STARTTLS'], logger: false, closeTimeout: 1,
      onRcptTo: (_to, _session, done) => { this.atRecipient().then(() => { done(); }, done); },
      onData: (stream, _session, done) => { this.take(text(stream)).then(() => { done(); }, done); },
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

  private async take(content: Promise<string>): Promise<void> {
    this.mails.push(await simpleParser(await content));
    await this.atMail();
  }
}

interface Fact {
  readonly type: string;
  readonly data: object;
}
/** What is used of the running service. */
interface Running {
  publish(events: { event: Fact; tenant: string; version: number }[]): Promise<void>;
}

/** The other services, as this one hears them: enrolment's heartbeats, and facts with the versions that they count. */
export class OtherServices {
  static readonly plan = 'golden-gate';
  readonly masterKey = randomBytes(32);
  private readonly versions = new Map<string, number>();
  private beating: NodeJS.Timeout | undefined;

  constructor(private readonly running: () => Running) {}

  aStory = (dataClasses?: readonly DataClass[]) => story({ newId: randomUUID, masterKey: this.masterKey }, dataClasses);

  async say(...facts: Fact[]): Promise<void> {
    await this.running().publish(facts.map((event) => ({ event, tenant: OtherServices.plan, version: this.nextVersion(event) })));
  }

  known(about: ReturnType<typeof story>): Promise<void> {
    return this.say(about.keyIssued, about.profileSealed, about.organizationListed, about.serviceListed, about.drafted);
  }

  startBeating(): void {
    const beat = () => void this.say(...heartbeats(new Date()));
    beat();
    this.beating = setInterval(beat, 400);
  }

  stopBeating(): void {
    clearInterval(this.beating);
  }

  private nextVersion({ type, data }: Fact): number {
    const { referralId, consentId, memberId, serviceId, organizationId } = data as Record<string, string | undefined>;
    const topic = /^Referral|^FollowUp/.test(type) ? 'referral' : type.replace(/Granted|Revoked/, '');
    const aggregate = `${topic} ${referralId ?? consentId ?? memberId ?? serviceId ?? organizationId}`;
    const version = (this.versions.get(aggregate) ?? 0) + 1;
    this.versions.set(aggregate, version);
    return version;
  }
}
