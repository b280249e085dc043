import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoOptions } from './demo/options.js';
import { playDemo } from './demo/play-demo.js';
import { processesText } from './demo/text/processes.js';
import { jarsFolder } from './places.js';
import { orSentence } from './problem.js';
import { Interrupted } from './stack/programs.js';
import { Stack } from './stack/stack.js';
import { removeState } from './stack/state.js';
import { memoryText } from './terminal/memory.js';
import { seconds, terminal } from './terminal/progress.js';
import { dropHarmlessWarnings, onStopSignals } from './terminal/signals.js';

/** A stack of its own, whatever servers the environment names, on any free ports; one of its services may not read. */
function environment(without: string | undefined): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, KAFKA_BROKERS: _brokers, OIDC_ISSUER: _issuer, SMTP_URL: _mail, TOPIC_PREFIX: _prefix, ...rest } = process.env;
  return { ...rest, HHP_PORTS: 'free', ...(without ? { HHP_NOT_READING: without } : {}) };
}

/** A folder under the system's temporary one. PostgreSQL's user passes through it. */
function temporaryState(): string {
  const state = mkdtempSync(join(tmpdir(), 'hhp-demo-'));
  chmodSync(state, 0o711);
  return state;
}

/** `npm run demo`: the demonstration's story on a stack of its own, of which nothing is left behind. */
await orSentence(async () => {
  const began = Date.now();
  const { without, scale } = demoOptions(process.argv.slice(2));
  const [state, progress] = [temporaryState(), terminal()];
  dropHarmlessWarnings();
  const forget = (): void => {
    removeState(state);
    rmSync(state, { recursive: true, force: true });
  };
  const stack = new Stack({ state, jars: jarsFolder(), env: environment(without), progress, fast: true });
  const abandoned = (): void => {
    for (const pid of stack.pids) process.kill(pid, 'SIGKILL');
    forget();
  };
  process.once('exit', abandoned);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stack.stop().then(() => { process.off('exit', abandoned); }).finally(forget));
  // Who interrupts it has not seen that all of it is true.
  onStopSignals(() => {
    progress.say('\nStopping …');
    return stop();
  }, 1);
  try {
    progress.say(`Health Homes, a demonstration on a stack of its own${without ? `, where ${without} does not read` : ''}`);
    const addresses = await stack.start();
    const ready = Date.now();
    const allTrue = await playDemo({ state, addresses, tokenFor: stack.tokenFor.bind(stack), say: (line) => { if (!stopping) progress.say(line); } }, scale);
    if (stopping) return;
    progress.say(`\n${processesText(stack.pids)}\n\n  ${memoryText(stack.pids)}`);
    progress.say(`Start ${seconds(ready - began)}, story ${seconds(Date.now() - ready)}, in all ${seconds(Date.now() - began)}.`);
    if (!allTrue) process.exitCode = 1;
  } catch (error) {
    if (!stopping || !(error instanceof Interrupted)) throw error;
  } finally {
    await stop();
  }
});
