import { startService } from '@hhp/service-host';
import { exampleService } from './example.js';

await startService(exampleService);
