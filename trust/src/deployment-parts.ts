import { assessmentService } from '@hhp/assessment';
import { directoryService } from '@hhp/directory';
import { enrollmentService } from '@hhp/enrollment';
import { hospitalFeedService } from '@hhp/hospital-feed';
import { notificationService } from '@hhp/notification';
import { referralService } from '@hhp/referral';
import { reportingService } from '@hhp/reporting';
import type { ServiceDefinition } from '@hhp/service-host';

/** Every service of the deployment. */
export const services: readonly ServiceDefinition[] = [
  enrollmentService, assessmentService, directoryService, referralService, notificationService, hospitalFeedService, reportingService,
];

/** Two plans that compete. Whoever tries belongs to the first; what is tried for belongs to the second. */
export const [ownPlan, foreignPlan] = ['golden-gate', 'bay-view'] as const;
