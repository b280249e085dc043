import { jarsFolder } from '@hhp/local-stack';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CheckoutCopy } from './checkout-copy.js';

export const budgetSeconds = 240;

/** Runs scenarios of a copy, one after the other, each within its budget. */
export class ScenarioProcess {
  private child: ChildProcess | undefined;

  constructor(private readonly copy: CheckoutCopy) {}

  /** What a scenario found broken; nothing when it did not come to a verdict. `said` is told all that it says. */
  broken(scenario: string, more: readonly string[] = [], said: (text: string) => void = () => undefined): Promise<readonly string[] | undefined> {
    return new Promise((resolve) => {
      const env = { ...process.env, HHP_JARS: jarsFolder() };
      const args = [join(this.copy.folder, 'faults/dist/scenario.js'), scenario, '1', ...more];
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true, timeout: budgetSeconds * 1_000 });
      this.child = child;
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (heard: string) => { text += heard; said(heard); });
      child.once('exit', () => {
        const line = text.trim().split('\n').findLast((each) => each.startsWith('{"broken"'));
        resolve(line === undefined ? undefined : (JSON.parse(line) as { broken: string[] }).broken);
      });
    });
  }

  stop(): void {
    this.child?.kill('SIGTERM');
  }
}
