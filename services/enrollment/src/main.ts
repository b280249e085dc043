import { startService } from '@hhp/service-host';
import { enrollmentService } from './service.js';

await startService(enrollmentService);
