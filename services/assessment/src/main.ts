import { startService } from '@hhp/service-host';
import { assessmentService } from './service.js';

await startService(assessmentService);
