import { type LibraryJob, workLibrary } from './library-work.js';
import { type Job, work } from './work.js';

// What fails is thrown and caught by the thousand, and nobody reads the stack.
Error.stackTraceLimit = 0;

/** A job of the model, or of the library's own code. */
export type AnyJob = Job | LibraryJob;

process.on('message', (job: AnyJob) => {
  const working = Promise.resolve('serverUrl' in job ? workLibrary(job) : work(job));
  void working.then((done) => process.send!({ done }), (failure: unknown) => process.send!({ failure: String(failure) }));
});
process.on('disconnect', () => { process.exit(); });
