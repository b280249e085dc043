import { PanelsModule } from '@hhp/service-host';
import { Module } from '@nestjs/common';
import { ActionPlanCommands } from './action-plan/action-plan.commands.js';
import { ActionPlanController } from './action-plan/action-plan.controller.js';
import { ActionPlanProjection } from './action-plan/action-plan.projection.js';
import { KnownMembersConsumer } from './known-members/known-members.consumer.js';
import { LedgerConsumer } from './ledger/ledger.consumer.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { LedgerProjection } from './ledger/ledger.projection.js';
import { NeedCommands } from './need/need.commands.js';
import { NeedController } from './need/need.controller.js';
import { ScreeningCommands } from './screening/screening.commands.js';
import { ScreeningController } from './screening/screening.controller.js';

/** Everything that assessment is made of. */
@Module({
  imports: [PanelsModule],
  controllers: [ScreeningController, NeedController, ActionPlanController, LedgerController],
  providers: [ScreeningCommands, NeedCommands, ActionPlanCommands, ActionPlanProjection, LedgerProjection, KnownMembersConsumer, LedgerConsumer],
})
export class AssessmentModule {}
