/** Calls `stop` once at Ctrl-C, at a polite kill and when the terminal is closed, and exits with this code when it is done. */
export function onStopSignals(stop: () => Promise<void>, code = 0): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop().then(() => { process.exit(code); }, (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      });
    });
  }
}

/** kafkajs computes a negative pause now and then, of which newer Node versions warn: nobody at a terminal can do anything about it. */
export function dropHarmlessWarnings(): void {
  const shown = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'TimeoutNegativeWarning') for (const show of shown) show.call(process, warning);
  });
}
