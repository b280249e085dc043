/** Says what is being done and how long it took. */
export interface Progress {
  /** One step: a line when it is done, and one before if it takes long. */
  step<T>(what: string, work: (detail: (more: string) => void) => Promise<T>): Promise<T>;
  say(line: string): void;
}

const longMs = 2_000;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Progress as lines of text, one for each step. */
export function progressOn(write: (text: string) => void): Progress {
  const say = (line: string) => { write(`${line}\n`); };
  return {
    say,
    async step(what, work) {
      const began = Date.now();
      const details: string[] = [];
      const long = setTimeout(() => { say(`  …  ${what}`); }, longMs);
      try {
        const done = await work((more) => { details.push(more); });
        say(`  ok ${[what, ...details].join(', ').padEnd(86)} ${seconds(Date.now() - began).padStart(7)}`);
        return done;
      } finally {
        clearTimeout(long);
      }
    },
  };
}

/** The terminal. It may go away before we do (a closed window): that is no reason to fail. */
export function terminal(): Progress {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return progressOn((text) => { process.stdout.write(text); });
}
