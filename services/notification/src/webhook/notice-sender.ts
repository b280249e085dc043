import { Clock } from '@hhp/domain-kit';
import { Loop } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { MessageCommands, type MessageId } from '../message/message.commands.js';
import type { Outgoing } from '../message/outgoing.js';
import type { notificationSettings } from '../settings.js';
import { systemResolver } from './destination.js';
import { type Letter, post } from './post.js';
import { signed } from './signature.js';
import { type Endpoint, WebhookCommands } from './webhook.commands.js';

const atOnce = 32;

/** Sends notices: one at a time for each organization, the oldest first, so that one that is slow or away holds up no other. */
@Injectable()
export class NoticeSender {
  private readonly loop: Loop;
  private readonly onTheirWay = new Set<Promise<void>>();
  /** Replaced in a spec alone. */
  resolver = systemResolver;

  constructor(
    private readonly messages: MessageCommands, private readonly webhooks: WebhookCommands, private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
  ) {
    this.loop = new Loop(settings.SEND_TICK_MS, () => this.sendDue());
  }

  start(): void {
    this.loop.start();
  }

  /** Begins no new one, and waits for those on their way. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.onTheirWay);
  }

  private async sendDue(): Promise<boolean> {
    const room = atOnce - this.onTheirWay.size;
    if (room === 0) return false;
    // Not waited for: the next look finds what others have become due meanwhile.
    for (const each of await this.messages.dueNotices(this.clock.now(), room)) {
      const sending: Promise<void> = this.attempt(each).catch(() => undefined).finally(() => this.onTheirWay.delete(sending));
      this.onTheirWay.add(sending);
    }
    return false;
  }

  private async attempt(id: MessageId): Promise<void> {
    const message = await this.messages.claim(id);
    if (!message?.claim || !message.organizationId) return;
    const { claim, organizationId } = message;
    const endpoint = await this.webhooks.endpoint(organizationId);
    if (!endpoint) return this.messages.unreachable(id, claim);
    const { WEBHOOK_SECONDS: seconds, WEBHOOK_CA: ca } = this.settings;
    const posting = await post(endpoint, { resolver: this.resolver, timeoutMs: seconds * 1_000, ca }, () => this.lastMoment(id, claim, endpoint));
    if (posting.outcome === 'withheld') return;
    await this.webhooks.attempted(organizationId, posting.outcome === 'taken');
    if (posting.outcome === 'taken') await this.messages.sent(id);
    else await this.messages.noticeFailed(id, claim, posting.uncertain);
  }

  /**
   * The consent is asked for again while the organization's server waits for the first byte; and once more when this process stood still so long
   * that the answer does not hold any more.
   */
  private async lastMoment(id: MessageId, claim: string, { secrets }: Endpoint): Promise<Letter | undefined> {
    for (;;) {
      const leaving = await this.messages.leave(id, claim);
      if (!leaving) return undefined;
      const body = noticeOf(leaving, this.settings.REFERRAL_URL);
      const headers = { ...noticeHeaders, ...signed(leaving.id, this.clock.now(), body, secrets) };
      if (!leaving.under || performance.now() < leaving.under.holdsUntil) return { body, headers };
    }
  }
}

const noticeHeaders = { 'content-type': 'application/json', 'user-agent': 'health-homes-webhooks/1' };

/** That a referral waits, and where it is fetched with a token: nothing about a person, so that a consent taken back stops the fetching too. */
const noticeOf = ({ template, referralId, createdAt }: Outgoing, referralUrl: string): string => JSON.stringify({
  type: template === 'partner-notice' ? 'referral.sent' : 'referral.reminder', timestamp: createdAt.toISOString(),
  data: { referralId, url: referralUrl.replace('{id}', referralId!) },
});
