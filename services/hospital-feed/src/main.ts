import { startService } from '@hhp/service-host';
import { hospitalFeedService } from './service.js';

await startService(hospitalFeedService);
