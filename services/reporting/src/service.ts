import { defineService } from '@hhp/service-host';
import { AccessesConsumer } from './accesses/accesses.consumer.js';
import { DisclosuresConsumer } from './disclosures/disclosures.consumer.js';
import { EnrollmentSpansConsumer } from './enrollment-spans/enrollment-spans.consumer.js';
import { ListedOrganizationsConsumer } from './listed-organizations/listed-organizations.consumer.js';
import { CreateReporting1764000000000 } from './migrations/1764000000000-create-reporting.js';
import { ReferralOutcomesConsumer } from './referral-outcomes/referral-outcomes.consumer.js';
import { ReportingModule } from './reporting.module.js';

export const reportingService = defineService({
  name: 'reporting',
  module: ReportingModule,
  migrations: [CreateReporting1764000000000],
  readers: [EnrollmentSpansConsumer, ReferralOutcomesConsumer, ListedOrganizationsConsumer, DisclosuresConsumer, AccessesConsumer],
});
