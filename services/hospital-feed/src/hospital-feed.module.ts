import { Module } from '@nestjs/common';
import { AdtMessageCommands } from './adt-message/adt-message.commands.js';
import { AdtMessageController } from './adt-message/adt-message.controller.js';
import { FeedCommands } from './feed/feed.commands.js';
import { FeedController } from './feed/feed.controller.js';
import { KnownMembersConsumer } from './known-members/known-members.consumer.js';
import { KnownProfilesConsumer } from './known-profiles/known-profiles.consumer.js';
import { LateMatchesConsumer } from './late-matches/late-matches.consumer.js';
import { MemberStaysController } from './member-stays/member-stays.controller.js';
import { MllpListener } from './mllp/listener.js';
import { RejectedMessagesController } from './rejected-messages/rejected-messages.controller.js';
import { UnmatchedStaysCommands } from './unmatched-stays/unmatched-stays.commands.js';
import { UnmatchedStaysController } from './unmatched-stays/unmatched-stays.controller.js';
import { Vault } from './vault.js';

/** Everything that the hospital feed is made of. */
@Module({
  controllers: [AdtMessageController, FeedController, MemberStaysController, RejectedMessagesController, UnmatchedStaysController],
  providers: [
    Vault, AdtMessageCommands, FeedCommands, UnmatchedStaysCommands, MllpListener, KnownMembersConsumer, KnownProfilesConsumer, LateMatchesConsumer,
  ],
})
export class HospitalFeedModule {}
