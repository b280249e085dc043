import { Module } from '@nestjs/common';
import { AccessesConsumer } from './accesses/accesses.consumer.js';
import { BreachExtractController } from './accesses/breach-extract.controller.js';
import { BreachExtractProjection } from './accesses/breach-extract.projection.js';
import { CountyTableController } from './county-table/county-table.controller.js';
import { CountyTableProjection } from './county-table/county-table.projection.js';
import { DisclosuresConsumer } from './disclosures/disclosures.consumer.js';
import { DisclosuresController } from './disclosures/disclosures.controller.js';
import { DisclosuresProjection } from './disclosures/disclosures.projection.js';
import { EnrollmentSpansConsumer } from './enrollment-spans/enrollment-spans.consumer.js';
import { ListedOrganizationsConsumer } from './listed-organizations/listed-organizations.consumer.js';
import { ReferralMeasuresController } from './referral-measures/referral-measures.controller.js';
import { ReferralMeasuresProjection } from './referral-measures/referral-measures.projection.js';
import { ReferralOutcomesConsumer } from './referral-outcomes/referral-outcomes.consumer.js';

/** Everything that reporting is made of. */
@Module({
  controllers: [CountyTableController, ReferralMeasuresController, DisclosuresController, BreachExtractController],
  providers: [
    CountyTableProjection, ReferralMeasuresProjection, DisclosuresProjection, BreachExtractProjection, EnrollmentSpansConsumer, ReferralOutcomesConsumer,
    ListedOrganizationsConsumer, DisclosuresConsumer, AccessesConsumer,
  ],
})
export class ReportingModule {}
