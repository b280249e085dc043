import { startService } from '@hhp/service-host';
import { notificationService } from './service.js';

await startService(notificationService);
