import { Clock, dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { type Told, toldOf } from '../disclosed/told.js';
import { write } from '../mail/mail.js';
import { mailBytes } from '../mail/mail-bytes.js';
import type { notificationSettings } from '../settings.js';
import { Vault } from '../vault.js';
import { isNotice } from './message.js';
import type { Leaving } from './outgoing.js';

/** Writes a message that may leave as the mail that travels. The person is opened here, and only for the invitation. */
@Injectable()
export class Letters {
  constructor(
    private readonly vault: Vault, private readonly clock: Clock, @Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar,
    @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
  ) {}

  async write(message: Leaving): Promise<Buffer> {
    const { PUBLIC_URL, REFERRAL_URL, REVIEW_URL, MAIL_FROM } = this.settings;
    const { wrappedToken, template, referralId, occasion } = message;
    if (isNotice(template)) throw new Error('A notice is no mail');
    const mail = write(template, {
      ...(referralId ? { reference: referralId, where: REFERRAL_URL.replace('{id}', referralId) } : { reference: occasion, where: REVIEW_URL }),
      step: message.step, organization: message.organization ?? '', timeZone: this.calendar.timeZone, told: this.told(message),
      link: wrappedToken ? `${PUBLIC_URL}/${template === 'member-link' ? 'm' : 'r'}/${this.vault.token(wrappedToken)}` : undefined, linkUntil: message.linkUntil ?? undefined,
    });
    const replyTo = message.recipientKind === 'partner' ? (message.coordinatorEmail ?? undefined) : undefined;
    return mailBytes({ messageId: message.id, from: MAIL_FROM, to: message.to!, replyTo, date: this.clock.now() }, mail);
  }

  private told(message: Leaving): Told | undefined {
    const { template, wrappedKey, sealed, memberId, needCategory, dataClasses, organization, respondBy, under } = message;
    if (template !== 'partner-invitation' || !wrappedKey || !sealed || !needCategory || !dataClasses || !under) return undefined;
    const { recipientClasses, consentId, version } = under;
    return toldOf({
      profile: this.vault.profile(memberId, wrappedKey, sealed), needCategory, dataClasses, organization: organization ?? '', respondBy, consent: { consentId, version },
      recipientClasses, today: dayOf(this.clock.now(), this.calendar.timeZone),
    });
  }
}
