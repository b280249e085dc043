import { Module } from '@nestjs/common';
import { CareEntityCommands } from './care-entity/care-entity.commands.js';
import { CareEntityController } from './care-entity/care-entity.controller.js';
import { ConsentCommands } from './consent/consent.commands.js';
import { ConsentController } from './consent/consent.controller.js';
import { ConsentDocumentCommands } from './consent/consent-document.commands.js';
import { ConsentDocumentController } from './consent/consent-document.controller.js';
import { ConsentFormController } from './consent/consent-form.controller.js';
import { BreakGlassCommands } from './break-glass/break-glass.commands.js';
import { BreakGlassController } from './break-glass/break-glass.controller.js';
import { CoverCommands } from './cover/cover.commands.js';
import { CoverController } from './cover/cover.controller.js';
import { EligibilityCommands } from './eligibility/eligibility.commands.js';
import { EligibilityController } from './eligibility/eligibility.controller.js';
import { EngagementListCommands } from './engagement-list/engagement-list.commands.js';
import { EngagementListController } from './engagement-list/engagement-list.controller.js';
import { EngagementListProjection } from './engagement-list/engagement-list.projection.js';
import { ListImport } from './engagement-list/list-import.js';
import { EnrollmentCommands, EnrollmentTerms } from './enrollment/enrollment.commands.js';
import { EnrollmentController } from './enrollment/enrollment.controller.js';
import { EnrollmentFileController } from './enrollment-file/enrollment-file.controller.js';
import { DisenrollmentFile, EnrollmentFile } from './enrollment-file/enrollment-files.js';
import { ErasureCommands } from './erasure/erasure.commands.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { FileImportController } from './file-import/file-import.controller.js';
import { FileImports } from './file-import/file-imports.js';
import { FileImportProjection } from './file-import/file-import.projection.js';
import { GoLiveController } from './go-live/go-live.controller.js';
import { GoLiveProjection } from './go-live/go-live.projection.js';
import { ConsentHeartbeats } from './heartbeat/consent-heartbeats.js';
import { HospitalStaysConsumer } from './hospital-stays/hospital-stays.consumer.js';
import { MemberController } from './member/member.controller.js';
import { MemberProjection } from './member/member.projection.js';
import { OutreachCommands } from './outreach/outreach.commands.js';
import { OutreachController } from './outreach/outreach.controller.js';
import { OutreachFile } from './outreach/outreach-file.js';
import { PanelCommands } from './panel/panel.commands.js';
import { PanelController } from './panel/panel.controller.js';
import { PlanContractCommands } from './plan-contract/plan-contract.commands.js';
import { PlanContractController } from './plan-contract/plan-contract.controller.js';
import { RulePackController } from './rule-packs/rule-pack.controller.js';
import { StaffCommands } from './staff/staff.commands.js';
import { StaffController } from './staff/staff.controller.js';
import { Vault } from './vault.js';

/** Everything that enrolment is made of. */
@Module({
  controllers: [
    GoLiveController, PlanContractController, CareEntityController, EngagementListController, FileImportController, MemberController, EligibilityController,
    RulePackController, OutreachController, EnrollmentController, EnrollmentFileController, ConsentController,
    ConsentFormController, ConsentDocumentController, ErasureController,
    StaffController, PanelController, CoverController, BreakGlassController,
  ],
  providers: [
    Vault, GoLiveProjection, PlanContractCommands, CareEntityCommands, FileImports, FileImportProjection, ListImport, EngagementListCommands,
    EngagementListProjection, MemberProjection, EligibilityCommands, OutreachFile, OutreachCommands, EnrollmentTerms, EnrollmentCommands, EnrollmentFile,
    DisenrollmentFile, ConsentCommands, ConsentDocumentCommands, ConsentHeartbeats, HospitalStaysConsumer, ErasureCommands,
    StaffCommands, PanelCommands, CoverCommands, BreakGlassCommands,
  ],
})
export class EnrollmentModule {}
