import { startService } from '@hhp/service-host';
import { referralService } from './service.js';

await startService(referralService);
