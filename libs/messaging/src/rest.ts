/** Waits, or less when it is time to stop; leaves no listener behind, however often a loop rests. */
export function rest(millis: number, until?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (until?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      until?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    until?.addEventListener('abort', done);
  });
}
