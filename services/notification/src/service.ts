import { KnownConsentsConsumer, defineService } from '@hhp/service-host';
import { BreakGlassMessagesConsumer } from './break-glass-messages/break-glass-messages.consumer.js';
import { ConsentChangesConsumer } from './consent-changes/consent-changes.consumer.js';
import { KnownProfilesConsumer } from './known-profiles/known-profiles.consumer.js';
import { KnownRecipientsConsumer } from './known-recipients/known-recipients.consumer.js';
import { NoticeSender } from './webhook/notice-sender.js';
import { Sender } from './message/sender.js';
import { CreateNotification1764000000000 } from './migrations/1764000000000-create-notification.js';
import { NotificationModule } from './notification.module.js';
import { ReferralMessagesConsumer } from './referral-messages/referral-messages.consumer.js';
import { ShownReferralsConsumer } from './shown-referrals/shown-referrals.consumer.js';
import { notificationSettings } from './settings.js';

/** The notification service: what it listens to, what it sends in the background, and what can be set. */
export const notificationService = defineService({
  name: 'notification',
  module: NotificationModule,
  migrations: [CreateNotification1764000000000],
  readers: [
    KnownProfilesConsumer, KnownRecipientsConsumer, KnownConsentsConsumer, ConsentChangesConsumer, ReferralMessagesConsumer, BreakGlassMessagesConsumer,
    ShownReferralsConsumer,
  ],
  background: [Sender, NoticeSender],
  settings: notificationSettings,
});
