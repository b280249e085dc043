import { startService } from '@hhp/service-host';
import { reportingService } from './service.js';

await startService(reportingService);
