import { KnownConsentsConsumer } from '@hhp/service-host';
import { Module } from '@nestjs/common';
import { ConsentChangesConsumer } from './consent-changes/consent-changes.consumer.js';
import { FollowUpDeadlines } from './follow-up/follow-up.consumer.js';
import { ProtocolInForce } from './follow-up/protocol-in-force.js';
import { Departures } from './known-members/departures.js';
import { KnownMembersConsumer } from './known-members/known-members.consumer.js';
import { KnownNeedsConsumer } from './known-needs/known-needs.consumer.js';
import { KnownServicesConsumer } from './known-services/known-services.consumer.js';
import { MyWorkController } from './my-work/my-work.controller.js';
import { MemberAnswersConsumer } from './member-answers/member-answers.consumer.js';
import { ReferralPanelsModule } from './panels/referral-panels.js';
import { PartnerAnswersConsumer } from './partner-answers/partner-answers.consumer.js';
import { AnswerController } from './referral/answer.controller.js';
import { FactController } from './referral/fact.controller.js';
import { ReferralCommands } from './referral/referral.commands.js';
import { ReferralController } from './referral/referral.controller.js';
import { StuckReferralsController } from './stuck-referrals/stuck-referrals.controller.js';
import { TransitionConsumer } from './transition/transition.consumer.js';
import { TransitionController } from './transition/transition.controller.js';
import { WholeReferralController } from './whole-referral/whole-referral.controller.js';

/** Everything that the referral service is made of. */
@Module({
  imports: [ReferralPanelsModule],
  controllers: [
    StuckReferralsController, ReferralController, AnswerController, FactController, WholeReferralController, MyWorkController,
    TransitionController,
  ],
  providers: [
    ProtocolInForce, ReferralCommands, Departures, FollowUpDeadlines, KnownMembersConsumer, KnownNeedsConsumer, KnownServicesConsumer,
    KnownConsentsConsumer, ConsentChangesConsumer, PartnerAnswersConsumer, MemberAnswersConsumer, TransitionConsumer,
  ],
})
export class ReferralModule {}
