import { startService } from '@hhp/service-host';
import { exampleService } from './example.service.js';

await startService(exampleService);
