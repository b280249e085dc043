import type { Progress } from '../terminal/progress.js';
import { Kept, type Wanted } from './kept.js';
import type { Running } from './running.js';

/** What a start says that was interrupted; nobody needs to read it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** All programs of a stack, which are started as they are wanted and stopped in the other order. */
export class Programs {
  private readonly all: Kept[] = [];
  private readonly interruption = new AbortController();

  constructor(private readonly running: Running, private readonly progress: Progress, private readonly longestPauseMs?: number) {}

  /** Aborted when the stack is to stop. */
  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  /** Starts a program, waits until it is ready, and keeps it running from then on. */
  async keep(wanted: Wanted): Promise<void> {
    if (this.signal.aborted) throw new Interrupted();
    const kept = new Kept(wanted, (daemon) => { this.running.add(daemon); }, (what) => { this.progress.say(`  !  ${what}`); }, this.longestPauseMs);
    this.all.push(kept);
    await kept.start();
  }

  named(name: string): Kept | undefined {
    return this.all.find((kept) => kept.name === name);
  }

  get pids(): readonly number[] {
    return this.all.flatMap(({ pid }) => pid ?? []);
  }

  /** Stops these programs, all at once, and starts no more of any. */
  async stop(which: (name: string) => boolean): Promise<void> {
    this.interruption.abort();
    await Promise.all(this.all.filter(({ name }) => which(name)).map((kept) => kept.stop()));
  }
}
