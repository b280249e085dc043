import { defineService } from '@hhp/service-host';
import { AssessmentModule } from './assessment.module.js';
import { KnownMembersConsumer } from './known-members/known-members.consumer.js';
import { LedgerConsumer } from './ledger/ledger.consumer.js';
import { CreateAssessment1764000000000 } from './migrations/1764000000000-create-assessment.js';
import { assessmentSettings } from './settings.js';

/** The assessment service: what it listens to and what can be set. */
export const assessmentService = defineService({
  name: 'assessment',
  module: AssessmentModule,
  migrations: [CreateAssessment1764000000000],
  readers: [KnownMembersConsumer, LedgerConsumer],
  settings: assessmentSettings,
});
