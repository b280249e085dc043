import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { AnyJob } from './worker.js';

type Answer<Done> = { readonly done: Done } | { readonly failure: string };

/** Gives the jobs to one process for each core, in order; tells of each as it is done. */
export async function inParallel<Job extends AnyJob, Done>(jobs: readonly Job[], done: (job: Job, answer: Done) => void): Promise<void> {
  const waiting = [...jobs];
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, async () => {
    const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)));
    try {
      for (let job = waiting.shift(); job; job = waiting.shift()) done(job, await answered<Done>(worker, job));
    } finally {
      worker.disconnect();
    }
  }));
}

const answered = <Done>(worker: ChildProcess, job: AnyJob): Promise<Done> => new Promise((resolve, reject) => {
  const died = (code: number | null): void => { reject(new Error(`A worker ended with ${String(code)}`)); };
  worker.once('exit', died);
  worker.once('message', (answer) => {
    worker.off('exit', died);
    const told = answer as Answer<Done>;
    if ('failure' in told) reject(new Error(told.failure));
    else resolve(told.done);
  });
  worker.send(job);
});
