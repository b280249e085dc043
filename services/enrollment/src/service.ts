import { defineService } from '@hhp/service-host';
import { EnrollmentModule } from './enrollment.module.js';
import { ConsentHeartbeats } from './heartbeat/consent-heartbeats.js';
import { CreateEnrollment1764000000000 } from './migrations/1764000000000-create-enrollment.js';
import { enrollmentSettings } from './settings.js';

/** Enrolment: it listens to nobody, says who the members are and what they allow, and keeps the leases of consent alive. */
export const enrollmentService = defineService({
  name: 'enrollment',
  module: EnrollmentModule,
  migrations: [CreateEnrollment1764000000000],
  background: [ConsentHeartbeats],
  settings: enrollmentSettings,
});
