import { defineService } from '@hhp/service-host';
import { HospitalFeedModule } from './hospital-feed.module.js';
import { KnownMembersConsumer } from './known-members/known-members.consumer.js';
import { KnownProfilesConsumer } from './known-profiles/known-profiles.consumer.js';
import { LateMatchesConsumer } from './late-matches/late-matches.consumer.js';
import { CreateHospitalFeed1764000000000 } from './migrations/1764000000000-create-hospital-feed.js';
import { MllpListener } from './mllp/listener.js';
import { hospitalFeedSettings } from './settings.js';

/** The hospital feed: what it listens to, where hospitals reach it, and what can be set. */
export const hospitalFeedService = defineService({
  name: 'hospital-feed',
  module: HospitalFeedModule,
  migrations: [CreateHospitalFeed1764000000000],
  readers: [KnownMembersConsumer, KnownProfilesConsumer, LateMatchesConsumer],
  background: [MllpListener],
  settings: hospitalFeedSettings,
});
