import { KnownConsentsConsumer } from '@hhp/service-host';
import { Module } from '@nestjs/common';
import { BreakGlassMessagesConsumer } from './break-glass-messages/break-glass-messages.consumer.js';
import { ConsentChangesConsumer } from './consent-changes/consent-changes.consumer.js';
import { InvitationCommands } from './invitation/invitation.commands.js';
import { InvitationController } from './invitation/invitation.controller.js';
import { KnownProfilesConsumer } from './known-profiles/known-profiles.consumer.js';
import { KnownRecipientsConsumer } from './known-recipients/known-recipients.consumer.js';
import { MemberAnswerCommands } from './member-link/member-answer.commands.js';
import { MemberLinkCommands } from './member-link/member-link.commands.js';
import { MemberLinkController } from './member-link/member-link.controller.js';
import { Letters } from './message/letters.js';
import { MessageCommands } from './message/message.commands.js';
import { MessageController } from './message/message.controller.js';
import { Sender } from './message/sender.js';
import { Intents } from './referral-messages/intents.js';
import { ReferralMessagesConsumer } from './referral-messages/referral-messages.consumer.js';
import { ShownReferralsConsumer } from './shown-referrals/shown-referrals.consumer.js';
import { StaffContactsController } from './staff-contacts/staff-contacts.controller.js';
import { Vault } from './vault.js';
import { NoticeSender } from './webhook/notice-sender.js';
import { WebhookCommands } from './webhook/webhook.commands.js';
import { WebhookController } from './webhook/webhook.controller.js';

/** Everything that the notification service is made of. */
@Module({
  controllers: [InvitationController, MemberLinkController, MessageController, StaffContactsController, WebhookController],
  providers: [
    Vault, Intents, Letters, MessageCommands, Sender, WebhookCommands, NoticeSender, InvitationCommands, MemberLinkCommands,
    MemberAnswerCommands, KnownProfilesConsumer, KnownRecipientsConsumer,
    KnownConsentsConsumer, ConsentChangesConsumer, ReferralMessagesConsumer, BreakGlassMessagesConsumer,
    ShownReferralsConsumer,
  ],
})
export class NotificationModule {}
