import { startService } from '@hhp/service-host';
import { directoryService } from './service.js';

await startService(directoryService);
