import { defineService } from '@hhp/service-host';
import { EnrollmentModule } from './enrollment.module.js';
import { ConsentHeartbeats } from './heartbeat/consent-heartbeats.js';
import { HospitalStaysConsumer } from './hospital-stays/hospital-stays.consumer.js';
import { CreateEnrollment1764000000000 } from './migrations/1764000000000-create-enrollment.js';
import { enrollmentSettings } from './settings.js';

/** Enrolment: it says who the members are and what they allow, keeps the leases of consent alive, and hears of hospital stays. */
export const enrollmentService = defineService({
  name: 'enrollment',
  module: EnrollmentModule,
  migrations: [CreateEnrollment1764000000000],
  readers: [HospitalStaysConsumer],
  background: [ConsentHeartbeats],
  settings: enrollmentSettings,
});
