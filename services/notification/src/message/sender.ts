import { Clock } from '@hhp/domain-kit';
import { Loop, crashPoint, rest } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { deliver } from '../mail/smtp.js';
import type { notificationSettings } from '../settings.js';
import { Letters } from './letters.js';
import { MessageCommands, type MessageId } from './message.commands.js';
import type { Leaving } from './outgoing.js';

const atOnce = 5;

/** Sends what is due: a few at a time, each by its own connection, with no transaction open meanwhile. Once stopped, begins no new one. */
@Injectable()
export class Sender extends Loop {
  constructor(
    private readonly messages: MessageCommands, private readonly letters: Letters, private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
  ) {
    super(settings.SEND_TICK_MS, () => this.sendDue());
  }

  private async sendDue(): Promise<boolean> {
    const due = await this.messages.due(this.clock.now(), atOnce);
    await Promise.allSettled(due.map((each) => this.attempt(each)));
    return due.length === atOnce;
  }

  private async attempt(id: MessageId): Promise<void> {
    const message = await this.messages.claim(id);
    if (!message?.to || !message.claim) return;
    const { claim, to } = message;
    const delivery = await deliver(this.settings.SMTP_URL, { from: this.settings.MAIL_FROM, to }, () => this.lastMoment(id, claim));
    crashPoint('mail.after-handing-over-before-record');
    if (delivery.outcome === 'taken') await this.record(id);
    else if (delivery.outcome === 'failed') await this.messages.failed(id, claim, delivery);
  }

  /**
   * The bytes of the mail, when it may leave and can be written. A consent that was checked holds as long as the lease: if this process stood
   * still between the question and the wire, it is asked again.
   */
  private async lastMoment(id: MessageId, claim: string): Promise<Buffer | undefined> {
    for (;;) {
      const leaving = await this.messages.leave(id, claim);
      if (!leaving) return undefined;
      const bytes = await this.written(id, claim, leaving);
      if (!bytes || !leaving.under || performance.now() < leaving.under.holdsUntil) return bytes;
    }
  }

  private async written(id: MessageId, claim: string, leaving: Leaving): Promise<Buffer | undefined> {
    try {
      return await this.letters.write(leaving);
    } catch {
      await this.messages.unwritten(id, claim);
      return undefined;
    }
  }

  /** The server has the message: as long as this process lives and the message is its own, nothing but its death can repeat it. */
  private async record(id: MessageId): Promise<void> {
    const ends = performance.now() + this.settings.MESSAGE_CLAIM_SECONDS * 1000;
    for (let pause = 100; ; pause *= 2) {
      try {
        return await this.messages.sent(id);
      } catch (failure) {
        if (performance.now() + pause > ends) throw failure;
        await rest(pause);
      }
    }
  }
}
