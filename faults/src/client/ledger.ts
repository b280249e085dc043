import { closeSync, fdatasync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';

/** What is known of a command: done, refused (nothing happened), or nobody can say. */
export type Answered = 'done' | 'refused' | 'unknown';

/** A line of the ledger: what was wanted, before it was sent, or what was answered. */
export type LedgerLine =
  | {
    readonly at: number; readonly id: string; readonly what: 'intent'; readonly kind: string; readonly member: string; readonly subject?: string | undefined;
    readonly control?: string | undefined;
  }
  | {
    readonly at: number; readonly id: string; readonly what: Answered; readonly status: number; readonly code: string;
    readonly state?: string | undefined; readonly took: number;
  };

const writes = promisify(write);
const syncs = promisify(fdatasync);

/** A file of lines, each on disk when its promise resolves; who writes at the same time shares a sync. */
export class Ledger {
  private readonly file: number;
  private waiting: { line: string; done: () => void; failed: (error: unknown) => void }[] = [];
  private flushing = false;

  constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  note(line: LedgerLine): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ line: `${JSON.stringify(line)}\n`, done, failed });
      if (!this.flushing) void this.flush();
    });
  }

  close(): void {
    closeSync(this.file);
  }

  private async flush(): Promise<void> {
    this.flushing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await writes(this.file, batch.map(({ line }) => line).join(''));
        await syncs(this.file);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.flushing = false;
  }
}
