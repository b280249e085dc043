import { Module } from '@nestjs/common';
import { CountyTableController } from './county-table/county-table.controller.js';
import { CountyTableProjection } from './county-table/county-table.projection.js';
import { EnrollmentSpansConsumer } from './enrollment-spans/enrollment-spans.consumer.js';
import { ListedOrganizationsConsumer } from './listed-organizations/listed-organizations.consumer.js';
import { ReferralMeasuresController } from './referral-measures/referral-measures.controller.js';
import { ReferralMeasuresProjection } from './referral-measures/referral-measures.projection.js';
import { ReferralOutcomesConsumer } from './referral-outcomes/referral-outcomes.consumer.js';

/** Everything that reporting is made of. */
@Module({
  controllers: [CountyTableController, ReferralMeasuresController],
  providers: [CountyTableProjection, ReferralMeasuresProjection, EnrollmentSpansConsumer, ReferralOutcomesConsumer, ListedOrganizationsConsumer],
})
export class ReportingModule {}
