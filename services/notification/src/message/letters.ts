import { Clock, type OfficeCalendar } from '@hhp/domain-kit';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { write } from '../mail/mail.js';
import { mailBytes } from '../mail/mail-bytes.js';
import type { notificationSettings } from '../settings.js';
import { Vault } from '../vault.js';
import type { Outgoing } from './outgoing.js';

/** Writes a message that may leave as the mail that travels. The person is opened here, and only for the invitation. */
@Injectable()
export class Letters {
  constructor(
    private readonly vault: Vault, private readonly clock: Clock, @Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar,
    @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
  ) {}

  async write(message: Outgoing): Promise<Buffer> {
    const { PUBLIC_URL, REFERRAL_URL, MAIL_FROM } = this.settings;
    const { wrappedToken, wrappedKey, sealed, memberId, template } = message;
    const mail = write(template, {
      referralId: message.referralId, step: message.step, organization: message.organization ?? '', needCategory: message.needCategory,
      respondBy: message.respondBy, concernsSud: message.dataClasses?.includes('sud') ?? false, timeZone: this.calendar.timeZone,
      person: template === 'partner-invitation' && wrappedKey && sealed ? this.vault.person(memberId, wrappedKey, sealed) : undefined,
      link: wrappedToken ? `${PUBLIC_URL}/r/${this.vault.token(wrappedToken)}` : undefined, linkUntil: message.linkUntil ?? undefined,
      referralUrl: REFERRAL_URL.replace('{id}', message.referralId),
    });
    const replyTo = message.recipientKind === 'partner' ? (message.coordinatorEmail ?? undefined) : undefined;
    return mailBytes({ messageId: message.id, from: MAIL_FROM, to: message.to!, replyTo, date: this.clock.now() }, mail);
  }
}
