import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Done, Job } from './work.js';

/** Gives the jobs to one process for each core, in order; answers as they are done. */
export async function inParallel(jobs: readonly Job[], done: (job: Job, answer: Done) => void): Promise<void> {
  const waiting = [...jobs];
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, async () => {
    const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)));
    try {
      for (let job = waiting.shift(); job; job = waiting.shift()) done(job, await answered(worker, job));
    } finally {
      worker.disconnect();
    }
  }));
}

const answered = (worker: ChildProcess, job: Job): Promise<Done> => new Promise((resolve, reject) => {
  const died = (code: number | null): void => { reject(new Error(`A worker ended with ${String(code)}`)); };
  worker.once('exit', died);
  worker.once('message', (answer) => {
    worker.off('exit', died);
    resolve(answer as Done);
  });
  worker.send(job);
});
