import { KnownConsentsConsumer, defineService } from '@hhp/service-host';
import { ConsentChangesConsumer } from './consent-changes/consent-changes.consumer.js';
import { FollowUpDeadlines } from './follow-up/follow-up.consumer.js';
import { KnownMembersConsumer } from './known-members/known-members.consumer.js';
import { KnownNeedsConsumer } from './known-needs/known-needs.consumer.js';
import { KnownServicesConsumer } from './known-services/known-services.consumer.js';
import { CreateReferral1764000000000 } from './migrations/1764000000000-create-referral.js';
import { MemberAnswersConsumer } from './member-answers/member-answers.consumer.js';
import { PartnerAnswersConsumer } from './partner-answers/partner-answers.consumer.js';
import { ReferralModule } from './referral.module.js';
import { referralSettings } from './settings.js';
import { TransitionConsumer } from './transition/transition.consumer.js';

/** The referral service: what it listens to, what it is reminded of, and what can be set. */
export const referralService = defineService({
  name: 'referral',
  module: ReferralModule,
  migrations: [CreateReferral1764000000000],
  readers: [
    KnownMembersConsumer, KnownNeedsConsumer, KnownServicesConsumer, KnownConsentsConsumer, ConsentChangesConsumer, PartnerAnswersConsumer,
    MemberAnswersConsumer, TransitionConsumer,
  ],
  deadlines: [FollowUpDeadlines, ConsentChangesConsumer, TransitionConsumer],
  settings: referralSettings,
});
