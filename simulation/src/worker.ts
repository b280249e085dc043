import { type LibraryJob, runLibrarySchedules } from './library-schedules.js';
import { type Job, runModelSchedules } from './model-schedules.js';

// What fails is thrown and caught by the thousand, and nobody reads the stack.
Error.stackTraceLimit = 0;

/** A job of the model, or of the library's own code. */
export type AnyJob = Job | LibraryJob;

process.on('message', (job: AnyJob) => {
  const working = Promise.resolve('serverUrl' in job ? runLibrarySchedules(job) : runModelSchedules(job));
  void working.then((done) => process.send!({ done }), (failure: unknown) => process.send!({ failure: String(failure) }));
});
process.on('disconnect', () => { process.exit(); });
