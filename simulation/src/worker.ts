import { type Job, work } from './work.js';

// What fails is thrown and caught by the thousand, and nobody reads the stack.
Error.stackTraceLimit = 0;
process.on('message', (job: Job) => { process.send!(work(job)); });
process.on('disconnect', () => { process.exit(); });
